import ts from "typescript";

/** What a source file says, read from its syntax tree: enough for conventions, no types needed. */
export interface Source {
  file: string;
  tree: ts.SourceFile;
}

export function parse(file: string, text: string): Source {
  return { file, tree: ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true) };
}

/** Every node of the tree, depth first. */
export function* nodes(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodes(child);
}

/** Calls such as `createOrderWorkflow.hooks.validate(…)`: a binding of a core workflow hook. */
export function hookBindings({ tree }: Source): string[] {
  return [...nodes(tree)]
    .filter(ts.isCallExpression)
    .map((call) => call.expression)
    .filter(ts.isPropertyAccessExpression)
    .filter(({ expression: of }) => ts.isPropertyAccessExpression(of) && of.name.text === "hooks")
    .map((callee) => callee.getText());
}

/** Whether the file gives `defineMiddlewares` an error handler. */
export function setsErrorHandler({ tree }: Source): boolean {
  return [...nodes(tree)].some(
    (node) =>
      (ts.isPropertyAssignment(node) ||
        ts.isShorthandPropertyAssignment(node) ||
        ts.isMethodDeclaration(node)) &&
      node.name.getText() === "errorHandler",
  );
}

/** The codes of `defineErrors("namespace", { name: … })`, as they reach a client: namespace.name. */
export function errorCodes({ tree }: Source): string[] {
  return callsOf(tree, "defineErrors").flatMap((call) => {
    const [namespace, catalogue] = call.arguments;
    if (!namespace || !ts.isStringLiteralLike(namespace)) return [`<${call.getText()}>`];
    if (!catalogue || !ts.isObjectLiteralExpression(catalogue)) return [`<${call.getText()}>`];
    return catalogue.properties.map((entry) => `${namespace.text}.${entry.name?.getText() ?? "?"}`);
  });
}

/** The tables of `model.define("table", …)`. */
export function tables({ tree }: Source): string[] {
  return callsOf(tree, "define")
    .filter(({ expression: of }) => of.getText().replace(/\s/g, "") === "model.define")
    .map((call) => call.arguments[0])
    .map((name) => {
      if (name && ts.isStringLiteralLike(name)) return name.text;
      const table = name && propertyOf(name, "tableName");
      return table && ts.isStringLiteralLike(table) ? table.text : `<${String(name?.getText())}>`;
    });
}

/** What `config.event` of a subscriber names: literals as they are, constants by their expression. */
export function subscribedEvents({ tree }: Source): ts.Expression[] {
  const config = [...nodes(tree)]
    .filter(ts.isVariableDeclaration)
    .find((declaration) => declaration.name.getText() === "config");
  const event = config?.initializer && propertyOf(config.initializer, "event");
  if (!event) return [];
  return ts.isArrayLiteralExpression(event) ? [...event.elements] : [event];
}

/** The module from which a name of this file is imported. */
export function importedFrom({ tree }: Source, name: string): string | undefined {
  const statement = tree.statements
    .filter(ts.isImportDeclaration)
    .find(({ importClause }) =>
      importClause
        ? [...nodes(importClause)].some((n) => ts.isIdentifier(n) && n.text === name)
        : false,
    );
  return statement && (statement.moduleSpecifier as ts.StringLiteral).text;
}

/** The value of a property of an object literal, seen through `as const` and `satisfies`. */
export function propertyOf(expression: ts.Expression, name: string): ts.Expression | undefined {
  const object = unwrap(expression);
  if (!ts.isObjectLiteralExpression(object)) return undefined;
  const property = object.properties
    .filter(ts.isPropertyAssignment)
    .find((candidate) => candidate.name.getText().replace(/["']/g, "") === name);
  return property && unwrap(property.initializer);
}

/** Calls of a function or method with this name. */
export function callsOf(tree: ts.Node, name: string): ts.CallExpression[] {
  return [...nodes(tree)].filter(ts.isCallExpression).filter(({ expression: callee }) => {
    const called = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
    return called.getText() === name;
  });
}

function unwrap(expression: ts.Expression): ts.Expression {
  return ts.isAsExpression(expression) ||
    ts.isSatisfiesExpression(expression) ||
    ts.isParenthesizedExpression(expression)
    ? unwrap(expression.expression)
    : expression;
}
