import { reconciliation } from "./reconciliation";

export default {
  zhCN: { reconciliation: reconciliation.zhCN },
  en: { reconciliation: reconciliation.en },
};
