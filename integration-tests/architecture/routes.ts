import { dirname, relative, sep } from "node:path";

import ts from "typescript";

import { callsOf, nodes, propertyOf, type Source } from "./source";

/** One handler of a route file, e.g. `POST /store/orders/:id/pay`. */
export interface Handler {
  method: string;
  path: string;
  readsBody: boolean;
}

/** A matcher of `defineMiddlewares` that validates a body. */
export interface BodyValidator {
  methods: string[];
  matcher: string;
}

const methods = new Set(["GET", "POST", "PUT", "PATCH", "DELETE"]);

/** The handlers that a `route.ts` under `apiFolder` exports. */
export function handlers({ file, tree }: Source, apiFolder: string): Handler[] {
  const path = `/${relative(apiFolder, dirname(file)).split(sep).join("/")}`.replace(
    /\[([^\]]+)\]/g,
    ":$1",
  );
  return tree.statements.flatMap(exportedFunctions).map(([method, body]) => ({
    method,
    path,
    readsBody: [...nodes(body)].some(
      (node) =>
        ts.isPropertyAccessExpression(node) &&
        (node.name.text === "body" || node.name.text === "validatedBody") &&
        /^_?req(uest)?$/.test(node.expression.getText()),
    ),
  }));
}

/** The routes of a middlewares file to which `validateAndTransformBody` is bound. */
export function bodyValidators({ tree }: Source): BodyValidator[] {
  return [...nodes(tree)].filter(ts.isObjectLiteralExpression).flatMap((entry) => {
    const matcher = propertyOf(entry, "matcher");
    const middlewares = propertyOf(entry, "middlewares");
    if (!matcher || !ts.isStringLiteralLike(matcher) || !middlewares) return [];
    if (callsOf(middlewares, "validateAndTransformBody").length === 0) return [];
    const named = propertyOf(entry, "methods") ?? propertyOf(entry, "method");
    const listed = named
      ? [...nodes(named)].filter(ts.isStringLiteralLike).map((literal) => literal.text)
      : [...methods];
    return [{ matcher: matcher.text, methods: listed }];
  });
}

function exportedFunctions(statement: ts.Statement): [method: string, body: ts.Node][] {
  const isExported =
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (!isExported) return [];
  if (ts.isFunctionDeclaration(statement) && statement.name && methods.has(statement.name.text)) {
    return [[statement.name.text, statement]];
  }
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations
    .filter(({ name }) => methods.has(name.getText()))
    .map((declaration) => [declaration.name.getText(), declaration]);
}
