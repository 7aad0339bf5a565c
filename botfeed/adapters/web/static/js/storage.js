// What the browser keeps for the page. Where it refuses to keep anything, even a look raises: then nothing is kept.

const guarded = (name) => ({
  get(key) {
    try {
      return window[name].getItem(key);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      if (value === null) window[name].removeItem(key);
      else window[name].setItem(key, value);
    } catch { /* nothing is kept here */ }
  },
});

export const forTab = guarded("sessionStorage");
export const forEver = guarded("localStorage");
