import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { startProcess, type RunningProcess } from "@mall/cli/lib/processes";
import type { RunRecord } from "@mall/cli/lib/run-record";

import { logDirectory, root } from "../runner/paths";
import type { Place } from "./places";

export interface ProxyPlaces {
  http: Place;
  https: Place;
  servers: Record<string, Place>;
  /** Holds the uploaded files. */
  uploads: string;
  tls: { certificate: string; key: string };
}

/** nginx with the files of deploy/nginx, in which nothing but places is changed. */
export async function startNginx(
  program: string,
  directory: string,
  places: ProxyPlaces,
  record: RunRecord,
): Promise<RunningProcess> {
  const home = join(directory, "nginx");
  rmSync(home, { recursive: true, force: true });
  for (const folder of ["mall", "servers", "tls", "tmp"]) {
    mkdirSync(join(home, folder), { recursive: true });
  }
  copyFileSync(places.tls.certificate, join(home, "tls", "fullchain.pem"));
  copyFileSync(places.tls.key, join(home, "tls", "privkey.pem"));
  rewriteFolder("deploy/nginx", join(home, "mall"), home, places);
  rewriteFolder("deploy/nginx/tls", join(home, "servers"), home, places);
  const main = join(home, "mall", "nginx.conf");
  // Root's nginx would hand over to a user who may not be let into this checkout.
  if (process.getuid?.() === 0) writeFileSync(main, `user root;\n${readFileSync(main, "utf8")}`);
  return startProcess({
    name: "nginx",
    command: program,
    args: ["-c", main, "-g", "daemon off;"],
    cwd: home,
    env: { PATH: process.env.PATH },
    logFile: join(logDirectory, "production-nginx.log"),
    record,
  });
}

function rewriteFolder(from: string, to: string, home: string, places: ProxyPlaces): void {
  for (const entry of readdirSync(join(root, from), { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const text = readFileSync(join(root, from, entry.name), "utf8");
    writeFileSync(join(to, entry.name), rewrite(text, home, places));
  }
}

/** One pass, so that nothing which was put in is replaced again. */
function rewrite(text: string, home: string, { http, https, servers, uploads }: ProxyPlaces) {
  const here = new Map([
    ["listen 8080", `listen ${at(http)}`],
    ["listen 8443", `listen ${at(https)}`],
    [" /etc/nginx/mall-servers/", ` ${home}/servers/`],
    [" /etc/nginx/mall/", ` ${home}/mall/`],
    [" /run/secrets/tls/", ` ${home}/tls/`],
    [" /mall/static/", ` ${uploads}/`],
    [" /tmp/", ` ${home}/tmp/`],
    ...Object.entries(servers).map(([name, place]): [string, string] => [
      `server ${name}:9000`,
      `server ${at(place)}`,
    ]),
  ]);
  const rewritten = text.replaceAll(
    new RegExp([...here.keys()].join("|"), "g"),
    (found) => here.get(found)!,
  );
  const missed = /listen \d+[; ]|server-\d|\/etc\/nginx\/mall/.exec(rewritten);
  if (missed) throw new Error(`A place in deploy/nginx was not replaced: ${missed[0]}`);
  return rewritten;
}

const at = ({ host, port }: Place): string => `${host}:${port}`;
