/**
 * The project's own lint rules, as selectors for `no-restricted-syntax`. Each message says what
 * to use instead. They stand in a file of their own so that lint-rules.unit.spec.ts can prove that
 * every one of them fires.
 */

const hundred = (side) =>
  `BinaryExpression[operator=/^[*\\u002F]$/][${side}.type="Literal"][${side}.value=100]`;

/** Money: yuan and fen meet in packages/kernel only. */
export const money = [
  {
    selector: `${hundred("right")}, BinaryExpression[operator="*"][left.type="Literal"][left.value=100]`,
    message:
      "Yuan and fen are converted by toFen and fromFen of @mall/kernel only; percentages of money by percentOf (basis points).",
  },
  {
    selector:
      'AssignmentExpression[operator=/^[*\\u002F]=$/][right.type="Literal"][right.value=100]',
    message: "Yuan and fen are converted by toFen and fromFen of @mall/kernel only.",
  },
  {
    selector: 'CallExpression[callee.property.name="toFixed"]',
    message: "toFixed rounds binary fractions: format money with @mall/kernel.",
  },
];

/** Time: only a clock file asks the machine; everything else is given a Clock or a `now`. */
export const time = [
  {
    selector:
      'NewExpression[callee.name="Date"][arguments.length=0], CallExpression[callee.name="Date"]',
    message:
      "Take `now` or a Clock (@mall/kernel) as an argument, so that a test can set the time.",
  },
  {
    selector: 'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
    message:
      "Take `now` or a Clock (@mall/kernel) as an argument; for a duration use performance.now().",
  },
];

/** Errors: a failure is handled, answered or logged. It is never dropped. */
export const errors = [
  {
    selector: "CatchClause > BlockStatement[body.length=0]",
    message: "An empty catch hides every failure: handle the expected one and rethrow the others.",
  },
  {
    selector:
      'CallExpression[callee.property.name="catch"] > ArrowFunctionExpression[body.type="BlockStatement"][body.body.length=0]',
    message: "An empty catch hides every failure: handle the expected one and rethrow the others.",
  },
];

/** All of them, as the setting of `no-restricted-syntax`. */
export const restrict = (...groups) => ["error", ...groups.flat()];
