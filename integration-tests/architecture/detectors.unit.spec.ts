import { bodyValidators, handlers } from "./routes";
import {
  errorCodes,
  hookBindings,
  importedFrom,
  parse,
  setsErrorHandler,
  subscribedEvents,
  tables,
} from "./source";

const file = "plugins/sample/src/api/store/orders/[id]/pay/route.ts";
const source = (text: string, name = file) => parse(name, text);

describe("what the architecture spec sees in source files", () => {
  it("finds the binding of a core hook", () => {
    expect(
      hookBindings(source("completeCartWorkflow.hooks.validate(async ({ cart }) => check(cart));")),
    ).toEqual(["completeCartWorkflow.hooks.validate"]);
    expect(hookBindings(source("runHooks(list); other.validate(x);"))).toEqual([]);
  });

  it.each([
    "export default defineMiddlewares({ errorHandler: handle });",
    "export default defineMiddlewares({ errorHandler });",
    "export default defineMiddlewares({ errorHandler(error) { throw error; } });",
  ])("finds an error handler in %s", (text) => {
    expect(setsErrorHandler(source(text))).toBe(true);
  });

  it("finds no error handler where there is none", () => {
    expect(setsErrorHandler(source("export default defineMiddlewares({ routes: [] });"))).toBe(
      false,
    );
  });

  it("reads error codes as they reach a client", () => {
    const text = `export const E = defineErrors("group_buy", {
      group_full: ["NOT_ALLOWED", "Group is full"],
      not_found: ["NOT_FOUND", "No such group"],
    });`;
    expect(errorCodes(source(text))).toEqual(["group_buy.group_full", "group_buy.not_found"]);
  });

  it("does not overlook a catalogue that it cannot read", () => {
    expect(errorCodes(source("defineErrors(namespace, codes)"))).toEqual([
      "<defineErrors(namespace, codes)>",
    ]);
  });

  it("reads the tables of models in every notation", () => {
    expect(tables(source('model.define("seat", {})'))).toEqual(["seat"]);
    expect(tables(source('model\n  .define("seat", {})\n  .indexes([])'))).toEqual(["seat"]);
    expect(tables(source('model.define({ name: "Seat", tableName: "gb_seat" }, {})'))).toEqual([
      "gb_seat",
    ]);
  });

  it("reads what a subscriber listens to", () => {
    const events = (text: string) => subscribedEvents(source(text)).map((e) => e.getText());
    expect(events('export const config: SubscriberConfig = { event: "order.placed" };')).toEqual([
      '"order.placed"',
    ]);
    expect(events("export const config = { event: [A.X, OTHER] } satisfies C;")).toEqual([
      "A.X",
      "OTHER",
    ]);
  });

  it("knows from where a name is imported", () => {
    const text = 'import { X as Y } from "@mall/other"; import z from "./own";';
    expect(importedFrom(source(text), "Y")).toBe("@mall/other");
    expect(importedFrom(source(text), "z")).toBe("./own");
    expect(importedFrom(source(text), "unknown")).toBeUndefined();
  });

  it("derives path, method and use of the body from a route file", () => {
    const text = `
      export const GET = async (req, res) => res.json({});
      export async function POST(req, res) { res.json(req.validatedBody); }
      export const PUT = async (request, res) => res.json(request.body);
      export const DELETE = async (req, res) => res.json(req.rawBody);
      const helper = (req) => req.body;`;
    expect(handlers(source(text), "plugins/sample/src/api")).toEqual([
      { method: "GET", path: "/store/orders/:id/pay", readsBody: false },
      { method: "POST", path: "/store/orders/:id/pay", readsBody: true },
      { method: "PUT", path: "/store/orders/:id/pay", readsBody: true },
      { method: "DELETE", path: "/store/orders/:id/pay", readsBody: false },
    ]);
  });

  it("sees which routes have a body validator bound", () => {
    const text = `export default defineMiddlewares({ routes: [
      { matcher: "/store/a", methods: ["POST"], middlewares: [validateAndTransformBody(A)] },
      { matcher: "/store/b", method: "PUT", middlewares: [log, validateAndTransformBody(B)] },
      { matcher: "/store/c", methods: ["POST"], middlewares: [log] },
    ] });`;
    expect(bodyValidators(source(text, "plugins/sample/src/api/middlewares.ts"))).toEqual([
      { matcher: "/store/a", methods: ["POST"] },
      { matcher: "/store/b", methods: ["PUT"] },
    ]);
  });
});
