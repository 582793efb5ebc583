// Background pictures to trace, loaded once.

const loaded = new Map();

/** The picture at an address; null while it loads or if it cannot be loaded. */
export function pictureOf(url, onLoad) {
  if (!loaded.has(url)) {
    const image = new Image();
    loaded.set(url, null);
    image.onload = () => {
      loaded.set(url, image);
      onLoad();
    };
    image.src = url;
  }
  return loaded.get(url);
}
