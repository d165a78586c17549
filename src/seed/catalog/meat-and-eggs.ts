import type { CatalogCategory, CatalogProduct } from "./types";

const ribeyeSteak: CatalogProduct = {
  handle: "ribeye-steak",
  title: "谷饲原切眼肉牛排",
  subtitle: "雪花均匀，煎三分钟就好",
  description:
    "整块原切，不拼接、不注水、不腌制。谷饲的眼肉油花分布均匀，煎好后油脂香浓，肉质柔嫩。冷藏解冻后擦干表面，热锅每面一分半钟，静置三分钟再切。零下 18℃ 冷冻保存。",
  options: [
    { title: "规格", values: ["200g × 1 片", "200g × 3 片"] },
    { title: "厚度", values: ["1.5cm", "2cm"] },
  ],
  variants: [
    {
      sku: "MEA-RIBEYE-1-15",
      values: ["200g × 1 片", "1.5cm"],
      price: "46.90",
      stock: 100,
      weight: 260,
    },
    {
      sku: "MEA-RIBEYE-1-20",
      values: ["200g × 1 片", "2cm"],
      price: "49.90",
      stock: 80,
      weight: 260,
    },
    {
      sku: "MEA-RIBEYE-3-15",
      values: ["200g × 3 片", "1.5cm"],
      price: "132.00",
      stock: 36,
      weight: 720,
    },
    {
      sku: "MEA-RIBEYE-3-20",
      values: ["200g × 3 片", "2cm"],
      price: "139.00",
      stock: 30,
      weight: 720,
    },
  ],
};

const blackPorkBelly: CatalogProduct = {
  handle: "black-pork-belly",
  title: "黑猪五花肉",
  subtitle: "五层三线，肥而不腻",
  description:
    "散养黑猪，养足三百天，五花层次分明，油脂洁白，烧出来肥而不腻、瘦而不柴。冷鲜排酸后分割，可选整块、切块或切片：红烧选切块，烤肉选切片。0–4℃ 冷藏两天，吃不完请冷冻。",
  options: [
    { title: "规格", values: ["500g"] },
    { title: "处理方式", values: ["整块", "切块", "切片"] },
  ],
  variants: [
    { sku: "MEA-PORK-500-W", values: ["500g", "整块"], price: "38.90", stock: 90, weight: 560 },
    { sku: "MEA-PORK-500-C", values: ["500g", "切块"], price: "39.90", stock: 70, weight: 560 },
    { sku: "MEA-PORK-500-S", values: ["500g", "切片"], price: "41.90", stock: 55, weight: 560 },
  ],
};

const chickenDrumsticks: CatalogProduct = {
  handle: "chicken-drumsticks",
  title: "清远鸡琵琶腿",
  subtitle: "皮脆肉嫩，家常百搭",
  description:
    "走地清远鸡的琵琶腿，皮下脂肪薄，肉质紧实有嚼头。卤、烤、炸、炖都不会柴。0–4℃ 冷鲜配送，冷藏请在两天内烹饪，务必熟透后食用。",
  options: [{ title: "规格", values: ["4 只约 500g", "8 只约 1kg"] }],
  variants: [
    { sku: "MEA-DRUMSTICK-4", values: ["4 只约 500g"], price: "21.90", stock: 130, weight: 560 },
    { sku: "MEA-DRUMSTICK-8", values: ["8 只约 1kg"], price: "41.50", stock: 70, weight: 1090 },
  ],
};

const freeRangeEggs: CatalogProduct = {
  handle: "free-range-eggs",
  title: "林下散养鲜鸡蛋",
  subtitle: "蛋黄橙润，当周鲜蛋",
  description:
    "果林下散养，吃谷物、青草和虫子，蛋黄橙黄挺立，蛋清浓稠。每枚喷印产蛋日期，珍珠棉防震包装，破损包赔。尖头朝下冷藏，三十天内吃完。",
  options: [{ title: "数量", values: ["10 枚", "20 枚", "30 枚"] }],
  variants: [
    { sku: "MEA-EGG-10", values: ["10 枚"], price: "15.90", stock: 240, weight: 680 },
    { sku: "MEA-EGG-20", values: ["20 枚"], price: "29.90", stock: 160, weight: 1320 },
    { sku: "MEA-EGG-30", values: ["30 枚"], price: "43.80", stock: 110, weight: 1960 },
  ],
};

export const meatAndEggs: CatalogCategory = {
  handle: "meat-and-eggs",
  name: "肉禽蛋品",
  description: "排酸冷鲜，当日分割，看得见的好肉。",
  products: [ribeyeSteak, blackPorkBelly, chickenDrumsticks, freeRangeEggs],
};
