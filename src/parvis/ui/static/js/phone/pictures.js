// Reading a QR code out of a picture: by the browser where it can (Chrome on Android and on macOS), else by the decoder
// of vendor/qr, which Firefox and Safari need. It is fetched only then, and kept with the app.

const LONGEST_SIDE = 2000;

let looking = null;

async function own() {
  try {
    const known = (await window.BarcodeDetector?.getSupportedFormats()) ?? [];
    if (!known.includes("qr_code")) return null;
    const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
    return async (canvas) => (await detector.detect(canvas).catch(() => []))[0]?.rawValue ?? "";
  } catch {
    return null;
  }
}

async function carried() {
  const { decodeQR } = await import("../vendor/qr/decode.js");
  return async (canvas) => {
    const pixels = canvas.getContext("2d", { willReadFrequently: true }).getImageData(0, 0, canvas.width, canvas.height);
    try {
      return String(decodeQR(pixels));
    } catch {
      return ""; // No code in this picture, or not a whole one.
    }
  };
}

/** A function that says what the QR code of a canvas holds, "" where there is none. */
export const reader = () => (looking ??= own().then((found) => found ?? carried()));

/** What the QR code of a picture holds: an image, a frame of the camera; "" where there is none. */
export async function textOf(source) {
  const read = await reader();
  const width = source.videoWidth || source.naturalWidth;
  const height = source.videoHeight || source.naturalHeight;
  if (!width || !height) return "";
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.fillStyle = "#fff"; // A picture without ground is read on white.
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  return read(canvas);
}

/** The same for the address of a picture, « data: » only: a file that was read, an image dragged from another window. */
export async function textOfAddress(address) {
  if (!address.startsWith("data:image/")) return "";
  try {
    const picture = new Image();
    picture.src = address;
    await picture.decode();
    return await textOf(picture);
  } catch {
    return ""; // Not a picture.
  }
}

/** The same for a file that somebody chose or dropped. */
export const textOfFile = (file) =>
  new Promise((resolve) => {
    const asked = new FileReader();
    asked.onload = () => resolve(textOfAddress(asked.result));
    asked.onerror = () => resolve("");
    asked.readAsDataURL(file);
  });
