export { client } from "./client";
export { formatTime, formatYuan, languageTag } from "./format";
export { Copyable, Row } from "./rows";
