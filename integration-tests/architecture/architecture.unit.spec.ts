import { existsSync } from "node:fs";
import { join } from "node:path";

import * as coreUtils from "@medusajs/framework/utils";
import ts from "typescript";

import { bodyValidators, handlers } from "./routes";
import {
  errorCodes,
  hookBindings,
  importedFrom,
  parse,
  setsErrorHandler,
  subscribedEvents,
  tables,
  type Source,
} from "./source";
import { plugins, read, root, typescriptFiles } from "./workspace";

/** What a plugin may show to others; everything else is its own business. */
const allowedExports = new Set([
  "./package.json",
  "./.medusa/server/src/modules/*",
  "./.medusa/server/src/providers/*",
  "./modules/*",
  "./providers/*",
  "./workflows",
  "./events",
  "./guards",
  // Pure functions of a plugin, which the host may ask, for instance to derive a status.
  "./rules",
  "./admin",
]);

const readmeSections = ["Tables", "Routes", "Events", "Error codes"];

/** Every value of Medusa's exported event catalogues, such as `order.placed`. */
const coreEvents = new Set(
  Object.entries(coreUtils)
    .filter(([name]) => name.endsWith("Events"))
    .flatMap(([, catalogue]) => Object.values(catalogue as Record<string, unknown>))
    .filter((event) => typeof event === "string"),
);

const sources = (folder: string): Source[] =>
  typescriptFiles(folder).map((file) => parse(file, read(file)));

describe.each(plugins().map((plugin) => [plugin.manifest.name, plugin] as const))(
  "%s",
  (name, { folder, manifest }) => {
    const shortName = name.replace("@mall/", "");
    const code = sources(join(folder, "src"));
    const readmeFile = join(folder, "README.md");
    const readme = existsSync(join(root, readmeFile)) ? read(readmeFile) : "";

    it("is named after its folder and is under the MIT licence", () => {
      expect(`plugins/${shortName}`).toBe(folder);
      expect(manifest.license).toBe("MIT");
    });

    it("exports only its public entries, by address", () => {
      const exported = Object.keys(manifest.exports ?? {});
      expect(exported.length).toBeGreaterThan(0);
      expect(exported.filter((entry) => !allowedExports.has(entry))).toEqual([]);
    });

    it("has a README with its tables, routes, events and error codes", () => {
      const missing = readmeSections.filter(
        (section) => !new RegExp(`^##+ ${section}$`, "im").test(readme),
      );
      expect(missing).toEqual([]);
    });

    it("keeps its specs out of src, which the plugin build ships", () => {
      expect(code.map(({ file }) => file).filter((file) => file.endsWith(".spec.ts"))).toEqual([]);
    });

    it("binds no core hook: the host binds each hook once", () => {
      expect(
        code.flatMap((source) => hookBindings(source).map((hook) => `${source.file}: ${hook}`)),
      ).toEqual([]);
    });

    it("sets no error handler: there is one for the whole process", () => {
      expect(code.filter(setsErrorHandler).map(({ file }) => file)).toEqual([]);
    });

    it("subscribes only to events of Medusa's core and of its own", () => {
      const subscribers = code.filter(({ file }) => file.includes("/src/subscribers/"));
      const foreign = subscribers.flatMap((source) => {
        const events = subscribedEvents(source);
        if (events.length === 0) return [`${source.file}: no config.event found`];
        return events
          .filter((event) => !isOwnOrCore(source, event, shortName))
          .map((event) => `${source.file}: ${event.getText()}`);
      });
      expect(foreign).toEqual([]);
    });

    it("lists every error code of its catalogues in its README", () => {
      const codes = code.flatMap(errorCodes);
      expect(codes.filter((code) => !readme.includes(`\`${code}\``))).toEqual([]);
    });

    it("lists every table of its models in its README", () => {
      const names = code.flatMap(tables);
      expect(names.filter((table) => !readme.includes(`\`${table}\``))).toEqual([]);
    });

    it("lists every route in its README", () => {
      const routes = routesOf(code, folder).map(({ method, path }) => `${method} ${path}`);
      expect(routes.filter((route) => !readme.includes(route))).toEqual([]);
    });

    it("validates the body of every route that reads one", () => {
      const validators = code
        .filter(({ file }) => file.endsWith("/middlewares.ts"))
        .flatMap(bodyValidators);
      const unguarded = routesOf(code, folder)
        .filter(({ readsBody }) => readsBody)
        .filter(
          ({ method, path }) =>
            !validators.some(
              ({ matcher, methods }) => methods.includes(method) && shape(matcher) === shape(path),
            ),
        )
        .map(({ method, path }) => `${method} ${path}`);
      expect(unguarded).toEqual([]);
    });
  },
);

/** The handlers of all route files of a plugin. */
function routesOf(code: Source[], folder: string) {
  const api = join(folder, "src", "api");
  return code
    .filter(({ file }) => file.startsWith(`${api}/`) && file.endsWith("/route.ts"))
    .flatMap((source) => handlers(source, api));
}

/** A path without the names of its parameters: `/store/orders/:id` and `/store/orders/:order` are one. */
function shape(path: string): string {
  return path.replace(/:[^/]+/g, ":");
}

function isOwnOrCore(source: Source, event: ts.Expression, plugin: string): boolean {
  if (ts.isStringLiteralLike(event)) {
    return coreEvents.has(event.text) || event.text.startsWith(`${plugin}.`);
  }
  const head = /^\w+/.exec(event.getText())?.[0] ?? "";
  const origin = importedFrom(source, head);
  return origin === "@medusajs/framework/utils" || origin?.startsWith(".") === true;
}
