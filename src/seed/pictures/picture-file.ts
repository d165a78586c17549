import { join } from "node:path";

/** Where the rendered picture of a product or category lies; shipped beside the seed. */
export function pictureFile(handle: string): string {
  return join(__dirname, "rendered", `${handle}.webp`);
}
