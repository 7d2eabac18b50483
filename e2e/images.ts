import sharp from 'sharp';

export interface UploadFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** Small drawings in one style: a disc of a random place and size, in `ink` on `paper`. */
export async function drawings(
  count: number,
  { ink, paper, side = 40 }: { ink: string; paper: string; side?: number },
): Promise<UploadFile[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const x = 8 + ((i * 7) % (side - 16));
      const y = 8 + ((i * 13) % (side - 16));
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"><rect width="100%" height="100%" fill="${paper}"/><circle cx="${x}" cy="${y}" r="${4 + (i % 5)}" fill="${ink}"/></svg>`;
      const buffer = await sharp(Buffer.from(svg)).png().toBuffer();
      return { name: `drawing-${i}.png`, mimeType: 'image/png', buffer };
    }),
  );
}

export const svgFile: UploadFile = {
  name: 'script.svg',
  mimeType: 'image/svg+xml',
  buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
};

/** A JPEG whose second half is missing. */
export async function truncatedJpeg(): Promise<UploadFile> {
  const whole = await sharp({
    create: {
      width: 200,
      height: 200,
      channels: 3,
      background: '#a33',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
    .jpeg()
    .toBuffer();
  return { name: 'half.jpg', mimeType: 'image/jpeg', buffer: whole.subarray(0, whole.length / 2) };
}

/** Text that claims to be a PNG. */
export const lyingPng: UploadFile = {
  name: 'notes.png',
  mimeType: 'image/png',
  buffer: Buffer.from('these are not pixels\n'.repeat(20)),
};
