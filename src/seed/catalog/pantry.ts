import type { CatalogCategory, CatalogProduct } from "./types";

const wuchangRice: CatalogProduct = {
  handle: "wuchang-rice",
  title: "五常稻花香大米",
  subtitle: "当季新米，一家煮饭满楼香",
  description:
    "黑龙江五常核心产区稻花香 2 号，当季新米现磨，真空锁鲜。米粒细长清透，煮出来油润软糯，冷饭不回生。米与水 1:1.1，浸泡二十分钟更香。开袋后请密封冷藏防虫。",
  options: [{ title: "规格", values: ["2.5kg", "5kg", "10kg"] }],
  variants: [
    { sku: "PAN-RICE-2500G", values: ["2.5kg"], price: "35.90", stock: 210, weight: 2560 },
    { sku: "PAN-RICE-5KG", values: ["5kg"], price: "68.80", stock: 160, weight: 5100 },
    { sku: "PAN-RICE-10KG", values: ["10kg"], price: "129.00", stock: 60, weight: 10200 },
  ],
};

const coldPressedPeanutOil: CatalogProduct = {
  handle: "cold-pressed-peanut-oil",
  title: "古法小榨花生油",
  subtitle: "一级压榨，炒菜喷香",
  description:
    "选用当年大粒花生，物理压榨，不添加抗氧化剂，油色清亮，花生香浓。适合炒菜、凉拌、做馅。避光阴凉存放，开封后三个月内用完。",
  options: [{ title: "容量", values: ["1.8L", "5L"] }],
  variants: [
    { sku: "PAN-PEANUTOIL-1800ML", values: ["1.8L"], price: "49.90", stock: 140, weight: 1900 },
    { sku: "PAN-PEANUTOIL-5L", values: ["5L"], price: "129.90", stock: 75, weight: 4950 },
  ],
};

const xinjiangRedDates: CatalogProduct = {
  handle: "xinjiang-red-dates",
  title: "新疆若羌灰枣",
  subtitle: "吊干红枣，软糯香甜",
  description:
    "在树上自然吊干的若羌灰枣，皮薄肉厚核小，不用泡水就软糯香甜。煮粥、泡茶、当零食都好。密封阴凉保存，夏天请冷藏。",
  options: [
    { title: "规格", values: ["500g", "1kg"] },
    { title: "等级", values: ["一级", "特级"] },
  ],
  variants: [
    { sku: "PAN-DATES-500-A", values: ["500g", "一级"], price: "19.90", stock: 230, weight: 530 },
    { sku: "PAN-DATES-500-S", values: ["500g", "特级"], price: "26.90", stock: 140, weight: 530 },
    { sku: "PAN-DATES-1000-A", values: ["1kg", "一级"], price: "36.90", stock: 120, weight: 1040 },
    { sku: "PAN-DATES-1000-S", values: ["1kg", "特级"], price: "49.90", stock: 65, weight: 1040 },
  ],
};

const paperShellWalnuts: CatalogProduct = {
  handle: "paper-shell-walnuts",
  title: "阿克苏纸皮核桃",
  subtitle: "一捏就开，仁满不涩",
  description:
    "新疆阿克苏当季薄皮核桃，壳薄如纸，徒手一捏就开，仁色浅黄饱满，香而不涩。原味款自然晾晒；奶香款低温烘烤，香脆入味。密封冷藏可存半年。",
  options: [
    { title: "规格", values: ["500g", "1kg"] },
    { title: "口味", values: ["原味", "奶香"] },
  ],
  variants: [
    { sku: "PAN-WALNUT-500-P", values: ["500g", "原味"], price: "22.90", stock: 170, weight: 530 },
    { sku: "PAN-WALNUT-500-M", values: ["500g", "奶香"], price: "25.90", stock: 150, weight: 530 },
    { sku: "PAN-WALNUT-1000-P", values: ["1kg", "原味"], price: "42.90", stock: 80, weight: 1040 },
    { sku: "PAN-WALNUT-1000-M", values: ["1kg", "奶香"], price: "47.90", stock: 62, weight: 1040 },
  ],
};

export const pantry: CatalogCategory = {
  handle: "pantry",
  name: "粮油干货",
  description: "厨房的底气，一次备齐一个月的柴米油盐。",
  products: [wuchangRice, coldPressedPeanutOil, xinjiangRedDates, paperShellWalnuts],
};
