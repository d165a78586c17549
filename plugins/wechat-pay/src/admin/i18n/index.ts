import { paymentExceptions as en } from "./payment-exceptions.en";
import { paymentExceptions as zhCN } from "./payment-exceptions.zh-cn";

export default { zhCN: { paymentExceptions: zhCN }, en: { paymentExceptions: en } };
