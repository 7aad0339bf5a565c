# botfeed in one image. `docker build -t botfeed .`, then see compose.yaml and docs/operating.md.
# tools/play_dockerfile.py plays these steps on a Debian without a container engine; it knows the instructions used here.
FROM python:3.13-slim-trixie AS build
WORKDIR /src
RUN python -m venv /opt/botfeed
COPY requirements/run.txt requirements/
RUN /opt/botfeed/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY botfeed botfeed
COPY sketch/botfeed_sketch sketch/botfeed_sketch
RUN /opt/botfeed/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
 && /opt/botfeed/bin/pip uninstall -q -y hatchling editables trove-classifiers tomlkit pathspec pluggy pip

FROM python:3.13-slim-trixie
COPY --from=build /opt/botfeed /opt/botfeed
ENV PATH=/opt/botfeed/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 \
    BOTFEED_DATA=/data \
    BOTFEED_WEB_HOST=0.0.0.0 \
    BOTFEED_WEB_PORT=8080
RUN mkdir -m 700 /data && chown 10001:10001 /data
WORKDIR /data
VOLUME /data
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
 CMD ["python", "-c", "import http.client, os, sys; page = http.client.HTTPConnection('127.0.0.1', int(os.environ['BOTFEED_WEB_PORT']), timeout=4); page.request('GET', '/healthz'); sys.exit(page.getresponse().status != 200)"]
CMD ["botfeed", "run"]
