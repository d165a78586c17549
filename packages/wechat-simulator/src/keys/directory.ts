import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { Clock } from "../clock";
import { SimulatorStartError } from "../options";
import { createKeyMaterial } from "./create";
import type { KeyMaterial } from "./material";

const credentialsSchema = z.object({
  appId: z.string(),
  appSecret: z.string(),
  mchId: z.string(),
  apiV3Key: z.string().length(32),
  payPublicKeyId: z.string(),
  platformCertificates: z.int().min(1),
  /** Per certificate; absent before the first rotation. */
  platformListedUntil: z.array(z.string().nullable()).default([]),
});

/** The files of a simulator's directory: the merchant's beside WeChat's own in `wechat/`. */
export const keyFiles = (directory: string) => ({
  credentials: join(directory, "credentials.json"),
  merchantCertificate: join(directory, "apiclient_cert.pem"),
  merchantKey: join(directory, "apiclient_key.pem"),
  payPublicKey: join(directory, "pub_key.pem"),
  payPrivateKey: join(directory, "wechat", "pay_private_key.pem"),
  authorityCertificate: join(directory, "wechat", "ca_cert.pem"),
  authorityKey: join(directory, "wechat", "ca_key.pem"),
  platformCertificate: (index: number) => join(directory, "wechat", `platform_cert_${index}.pem`),
  platformKey: (index: number) => join(directory, "wechat", `platform_key_${index}.pem`),
});

function writeSecret(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.tmp`;
  writeFileSync(unfinished, text, { mode: 0o600 });
  renameSync(unfinished, path);
}

/** Writes `credentials.json` last: its presence means that every other file is complete. */
export function saveKeys(directory: string, material: KeyMaterial): void {
  const files = keyFiles(directory);
  writeSecret(files.merchantCertificate, material.merchant.certificatePem);
  writeSecret(files.merchantKey, material.merchant.privateKeyPem);
  writeSecret(files.payPublicKey, material.payPublicKey.publicKeyPem);
  writeSecret(files.payPrivateKey, material.payPublicKey.privateKeyPem);
  writeSecret(files.authorityCertificate, material.authority.certificatePem);
  writeSecret(files.authorityKey, material.authority.privateKeyPem);
  material.platform.forEach((platform, index) => {
    writeSecret(files.platformCertificate(index), platform.certificatePem);
    writeSecret(files.platformKey(index), platform.privateKeyPem);
  });
  const { appId, appSecret, mchId, apiV3Key } = material;
  const credentials: z.infer<typeof credentialsSchema> = {
    appId,
    appSecret,
    mchId,
    apiV3Key,
    payPublicKeyId: material.payPublicKey.id,
    platformCertificates: material.platform.length,
    platformListedUntil: material.platform.map(({ listedUntil }) => listedUntil ?? null),
  };
  writeSecret(files.credentials, `${JSON.stringify(credentials, null, 2)}\n`);
}

function load(directory: string): KeyMaterial {
  const files = keyFiles(directory);
  const read = (path: string): string => readFileSync(path, "utf8");
  const { payPublicKeyId, platformCertificates, platformListedUntil, ...identifiers } =
    credentialsSchema.parse(JSON.parse(read(files.credentials)));
  return {
    ...identifiers,
    merchant: {
      certificatePem: read(files.merchantCertificate),
      privateKeyPem: read(files.merchantKey),
    },
    authority: {
      certificatePem: read(files.authorityCertificate),
      privateKeyPem: read(files.authorityKey),
    },
    platform: Array.from({ length: platformCertificates }, (_, index) => ({
      certificatePem: read(files.platformCertificate(index)),
      privateKeyPem: read(files.platformKey(index)),
      ...(platformListedUntil[index] && { listedUntil: platformListedUntil[index] }),
    })),
    payPublicKey: {
      id: payPublicKeyId,
      publicKeyPem: read(files.payPublicKey),
      privateKeyPem: read(files.payPrivateKey),
    },
  };
}

/**
 * Reads the keys of a directory, or makes them where there are none yet.
 *
 * @throws SimulatorStartError when the files there cannot be read
 */
export async function loadOrCreateKeys(
  directory: string | undefined,
  clock: Clock,
): Promise<KeyMaterial> {
  if (directory !== undefined && existsSync(keyFiles(directory).credentials)) {
    try {
      return load(directory);
    } catch (error) {
      throw new SimulatorStartError(
        `The WeChat simulator cannot read its keys in ${directory} (${(error as Error).message}). ` +
          "Delete that directory to begin anew.",
        { cause: error },
      );
    }
  }
  const material = await createKeyMaterial(clock.now());
  if (directory !== undefined) {
    saveKeys(directory, material);
  }
  return material;
}
