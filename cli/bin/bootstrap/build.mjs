import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { showProgress } from "./progress.mjs";

const cliRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const dist = path.join(cliRoot, "dist");
const record = path.join(dist, "build.json");

/**
 * Compiles the command line to `cli/dist` when one of the files that went into it, or the list of
 * commands, changed. A published package has no sources and is left as it is.
 */
export async function buildCli() {
  const sources = path.join(cliRoot, "src", "commands");
  if (!fs.existsSync(sources) || isCurrent(sources)) {
    return;
  }
  const progress = showProgress("Command line: compiling");
  const esbuild = await import("esbuild");
  const draft = `${dist}.${process.pid}`;
  try {
    const inputs = await bundle(esbuild, sources, draft);
    const build = { inputs: hashes(inputs), entries: Object.keys(entryPoints(sources)) };
    replaceFolder(draft, dist);
    await writeManifest();
    // Last, because it is what says that the build is whole.
    fs.writeFileSync(record, JSON.stringify(build));
    progress.end(true);
  } catch (error) {
    progress.end(false);
    throw error;
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
  }
}

async function bundle(esbuild, sources, outdir) {
  const result = await esbuild.build({
    absWorkingDir: cliRoot,
    entryPoints: entryPoints(sources),
    outdir,
    bundle: true,
    platform: "node",
    target: "node20.19",
    format: "cjs",
    sourcemap: "linked",
    metafile: true,
    logLevel: "silent",
    plugins: [externalPackages()],
  });
  return Object.keys(result.metafile.inputs).map((file) => path.resolve(cliRoot, file));
}

function entryPoints(sources) {
  const commands = fs
    .readdirSync(sources, { recursive: true })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => [`commands/${file.slice(0, -3)}`, path.join(sources, file)]);
  const simulator = path.join(cliRoot, "..", "packages", "wechat-simulator", "src", "main.ts");
  return Object.fromEntries([
    ...commands,
    ...(fs.existsSync(simulator) ? [["simulator", simulator]] : []),
  ]);
}

/**
 * Workspace packages are TypeScript and go into the bundle; what npm installed stays outside.
 *
 * The libraries among them only declare things, and so do Medusa and the payment SDK, which take a
 * second to load: what is not used of them is left out. Nothing may be assumed of other packages.
 */
const DECLARE_ONLY = /^(@medusajs\/|wechatpay-node-v3$|@mall\/(kernel|wechat|configuration)$)/;
const LIBRARY_FILES = /[\\/]packages[\\/](kernel|wechat|configuration)[\\/]/;

function externalPackages() {
  return {
    name: "external-packages",
    setup(build) {
      build.onResolve({ filter: /./ }, async (args) => {
        if (args.kind === "entry-point" || args.pluginData?.seen) {
          return undefined;
        }
        const isRelative = /^[./]/.test(args.path) || path.isAbsolute(args.path);
        const sideEffects = !(isRelative
          ? LIBRARY_FILES.test(args.importer)
          : DECLARE_ONLY.test(args.path));
        if (!isRelative && !args.path.startsWith("@mall/")) {
          return { path: args.path, external: true, sideEffects };
        }
        const { importer, kind, resolveDir } = args;
        const found = await build.resolve(args.path, {
          importer,
          kind,
          resolveDir,
          pluginData: { seen: true },
        });
        return {
          path: found.path,
          errors: found.errors,
          sideEffects: found.sideEffects && sideEffects,
        };
      });
    },
  };
}

function isCurrent(sources) {
  let last;
  try {
    last = JSON.parse(fs.readFileSync(record, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT" || error instanceof SyntaxError) {
      return false;
    }
    throw error;
  }
  const entries = Object.keys(entryPoints(sources));
  const sameEntries = JSON.stringify(entries) === JSON.stringify(last.entries);
  return (
    sameEntries &&
    Object.entries(last.inputs).every(([file, hash]) => hashOf(path.join(cliRoot, file)) === hash)
  );
}

function hashes(files) {
  return Object.fromEntries(files.map((file) => [path.relative(cliRoot, file), hashOf(file)]));
}

function hashOf(file) {
  try {
    return crypto.createHash("sha256").update(fs.readFileSync(file)).digest("hex");
  } catch (error) {
    if (error.code === "ENOENT") {
      return "gone";
    }
    throw error;
  }
}

/** oclif reads the manifest instead of loading every command to find out what there is. */
async function writeManifest() {
  const { Config, settings } = await import("@oclif/core");
  settings.enableAutoTranspile = false;
  const file = path.join(cliRoot, "oclif.manifest.json");
  fs.rmSync(file, { force: true });
  const config = new Config({ root: cliRoot });
  await config.load();
  const { manifest } = config.plugins.get(config.name);
  fs.writeFileSync(file, JSON.stringify(manifest));
}

function replaceFolder(from, to) {
  const old = `${to}.old.${process.pid}`;
  if (fs.existsSync(to)) {
    fs.renameSync(to, old);
  }
  fs.renameSync(from, to);
  fs.rmSync(old, { recursive: true, force: true });
}
