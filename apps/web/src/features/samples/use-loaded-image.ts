import { useEffect, useState } from 'react';

/** The address of the newest image that has arrived, so that the one before stays until it can be replaced. */
export function useLoadedImage(url: string): string {
  const [loaded, setLoaded] = useState(url);
  useEffect(() => {
    if (url === loaded) return;
    const image = new Image();
    image.onload = () => setLoaded(url);
    image.src = url;
    return () => {
      image.onload = null;
    };
  }, [url, loaded]);
  return loaded;
}
