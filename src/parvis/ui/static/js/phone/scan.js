// Reading the QR code with the camera, where the browser can; the typed code is always there.

export const canScan = () => "BarcodeDetector" in window && Boolean(navigator.mediaDevices?.getUserMedia);

/** Show the camera in `video` until a QR code with an activation is seen. Returns a function that stops. */
export function scan(video, { found, failed }) {
  let stream = null;
  let timer = 0;
  let stopped = false;
  const stop = () => {
    stopped = true;
    clearTimeout(timer);
    stream?.getTracks().forEach((track) => track.stop());
  };
  const look = async (detector) => {
    if (stopped) return;
    const [seen] = await detector.detect(video).catch(() => []);
    const code = seen && activationIn(seen.rawValue);
    if (code) {
      stop();
      found(code);
    } else {
      timer = setTimeout(() => look(detector), 200);
    }
  };
  navigator.mediaDevices
    .getUserMedia({ video: { facingMode: "environment" } })
    .then(async (given) => {
      stream = given;
      if (stopped) return stop();
      video.srcObject = given;
      await video.play();
      return look(new window.BarcodeDetector({ formats: ["qr_code"] }));
    })
    .catch(() => {
      stop();
      failed();
    });
  return stop;
}

/** The activation code of an address such as https://…/phone/#activate=…, for this very institution. */
export function activationIn(address) {
  try {
    const url = new URL(address);
    return url.host === location.host ? new URLSearchParams(url.hash.slice(1)).get("activate") : null;
  } catch {
    return null;
  }
}
