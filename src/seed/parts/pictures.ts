import { readFile } from "node:fs/promises";

import type { MedusaContainer } from "@medusajs/framework/types";
import { MedusaError, Modules } from "@medusajs/framework/utils";
import { uploadFilesWorkflow } from "@medusajs/medusa/core-flows";

import { pictureFile } from "../pictures/picture-file";
import { firstOf } from "./made";

/** A picture in the hands of the project's file provider. */
export interface StoredPicture {
  fileId: string;
  /** Absolute address, given by the provider. */
  url: string;
}

/**
 * Uploads the picture of a product or category.
 *
 * @throws when the rendered file is missing: a build copies no pictures, so whoever packs the compiled
 *   seed packs them too
 */
export async function uploadPicture(
  container: MedusaContainer,
  handle: string,
): Promise<StoredPicture> {
  const content = await readFile(pictureFile(handle), "base64");
  const { result } = await uploadFilesWorkflow(container).run({
    input: {
      files: [{ filename: `${handle}.webp`, mimeType: "image/webp", content, access: "public" }],
    },
  });
  const { id, url } = firstOf(result, "file");
  return { fileId: id, url };
}

/**
 * Finds a picture that an earlier run uploaded. The file may be gone (then it is uploaded again), or
 * be served from another address (another port): then only the address is new.
 */
export async function refreshPicture(
  container: MedusaContainer,
  handle: string,
  stored: StoredPicture,
): Promise<StoredPicture> {
  const url = await currentUrl(container, stored.fileId);
  if (url === undefined) {
    return uploadPicture(container, handle);
  }
  // An address with a query is signed for a short time and says nothing about the public one.
  return new URL(url).search ? stored : { ...stored, url };
}

async function currentUrl(container: MedusaContainer, fileId: string): Promise<string | undefined> {
  try {
    return (await container.resolve(Modules.FILE).retrieveFile(fileId)).url;
  } catch (error) {
    if (MedusaError.isMedusaError(error) && error.type === MedusaError.Types.NOT_FOUND) {
      return undefined;
    }
    throw error;
  }
}
