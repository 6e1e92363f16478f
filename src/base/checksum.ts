/**
 * FNV-1a over the 32-bit words of some bytes, eight hexadecimal digits: tells data from other data, and any damage within one word for
 * certain; guards against no attack.
 */
export function checksum(...tables: readonly ArrayBufferView[]): string {
  let hash = 0x811c9dc5;
  for (const { buffer, byteOffset, byteLength } of tables) {
    const view = new DataView(buffer, byteOffset, byteLength);
    const whole = byteLength - (byteLength % 4);
    for (let at = 0; at < whole; at += 4) hash = Math.imul(hash ^ view.getUint32(at, true), 0x01000193);
    for (let at = whole; at < byteLength; at++) hash = Math.imul(hash ^ view.getUint8(at), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
