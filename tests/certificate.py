"""Certificate for 127.0.0.1 and localhost that nobody but itself has signed, and its key, which is worth nothing."""

import ssl

PEM = """\
-----BEGIN CERTIFICATE-----
MIIBbjCCAROgAwIBAgIBATAKBggqhkjOPQQDAjAXMRUwEwYDVQQDDAxib3RmZWVk
LXRlc3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBcxFTATBgNV
BAMMDGJvdGZlZWQtdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABCVVTmHs
ZBaGjSTd56Fijl5dHxU+d/99MqjG6YVed+W77o3ciOEgYrgC9PVavUb5ApcSXlqp
du4DUDZtOHJaH5yjTjBMMBoGA1UdEQQTMBGHBH8AAAGCCWxvY2FsaG9zdDAPBgNV
HRMBAf8EBTADAQH/MB0GA1UdDgQWBBT3LTddcaW6tb0KIkQpGgsHQiJlHTAKBggq
hkjOPQQDAgNJADBGAiEAoUIy+4/DZ0nolIc5K2Z9rZjjq8207IfecVIwrWGex8MC
IQDALdwDZV3q5ebNk9szsgtGbicB0H5joZUX6dyRjZEmeA==
-----END CERTIFICATE-----
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg2KAMweSfgetH3RQW
t6B/+CYOREh+Npq4s8UzW7rIKQqhRANCAAQlVU5h7GQWho0k3eehYo5eXR8VPnf/
fTKoxumFXnflu+6N3IjhIGK4AvT1Wr1G+QKXEl5aqXbuA1A2bThyWh+c
-----END PRIVATE KEY-----
"""


def served(folder):
    """Return the TLS context of a server with this certificate."""
    (folder / "server.pem").write_text(PEM, "ascii")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "server.pem")
    return context
