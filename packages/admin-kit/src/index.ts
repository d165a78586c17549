export { client } from "./client";
export { formatTime, formatYuan, languageTag } from "./format";
export { LoadFailed } from "./load-failed";
export { Copyable, Row } from "./rows";
