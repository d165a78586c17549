import type { CatalogCategory, CatalogProduct } from "./types";

const pasteurizedFreshMilk: CatalogProduct = {
  handle: "pasteurized-fresh-milk",
  title: "牧场巴氏鲜牛奶",
  subtitle: "72℃ 轻杀菌，只有生牛乳",
  description:
    "配料表只有生牛乳。72℃ 巴氏杀菌，最大限度保留天然奶香，口感清甜醇厚。全程 2–6℃ 冷链，保质期七天，开封后请在两天内喝完。",
  options: [
    { title: "容量", values: ["250ml × 4 瓶", "950ml"] },
    { title: "脂肪", values: ["全脂", "低脂"] },
  ],
  variants: [
    {
      sku: "DAI-MILK-250-F",
      values: ["250ml × 4 瓶", "全脂"],
      price: "21.90",
      stock: 150,
      weight: 1180,
    },
    {
      sku: "DAI-MILK-250-L",
      values: ["250ml × 4 瓶", "低脂"],
      price: "21.90",
      stock: 90,
      weight: 1180,
    },
    { sku: "DAI-MILK-950-F", values: ["950ml", "全脂"], price: "17.90", stock: 200, weight: 1020 },
    { sku: "DAI-MILK-950-L", values: ["950ml", "低脂"], price: "17.90", stock: 120, weight: 1020 },
  ],
};

const greekYogurt: CatalogProduct = {
  handle: "greek-yogurt",
  title: "希腊式滤乳清酸奶",
  subtitle: "三斤鲜奶浓缩一斤，勺子立得住",
  description:
    "鲜牛乳低温发酵后滤去乳清，质地浓稠到勺子立得住，蛋白质含量约为普通酸奶的两倍。无糖款奶酸味纯粹，微甜款加了一点点洋槐蜜。配蓝莓和核桃正好。2–6℃ 冷藏，保质期二十一天。",
  options: [
    { title: "规格", values: ["100g × 3 杯", "400g"] },
    { title: "甜度", values: ["无糖", "微甜"] },
  ],
  variants: [
    {
      sku: "DAI-YOGURT-300-P",
      values: ["100g × 3 杯", "无糖"],
      price: "23.90",
      stock: 120,
      weight: 380,
    },
    {
      sku: "DAI-YOGURT-300-S",
      values: ["100g × 3 杯", "微甜"],
      price: "23.90",
      stock: 110,
      weight: 380,
    },
    { sku: "DAI-YOGURT-400-P", values: ["400g", "无糖"], price: "28.90", stock: 85, weight: 470 },
    { sku: "DAI-YOGURT-400-S", values: ["400g", "微甜"], price: "28.90", stock: 78, weight: 470 },
  ],
};

const hokkaidoMilkToast: CatalogProduct = {
  handle: "hokkaido-milk-toast",
  title: "北海道牛奶吐司",
  subtitle: "当天现烤，拉丝柔软",
  description:
    "用鲜牛奶和淡奶油和面，中种发酵十七小时，手撕能拉出长长的丝，奶香在口中慢慢散开。不添加防腐剂，常温两天内吃完，切片冷冻可存两周，回烤三分钟如初。",
  options: [
    { title: "规格", values: ["450g 整条", "900g 整条"] },
    { title: "切片", values: ["不切片", "切片"] },
  ],
  variants: [
    {
      sku: "DAI-TOAST-450-W",
      values: ["450g 整条", "不切片"],
      price: "22.00",
      stock: 60,
      weight: 500,
    },
    {
      sku: "DAI-TOAST-450-S",
      values: ["450g 整条", "切片"],
      price: "22.00",
      stock: 70,
      weight: 500,
    },
    {
      sku: "DAI-TOAST-900-W",
      values: ["900g 整条", "不切片"],
      price: "39.90",
      stock: 28,
      weight: 980,
    },
    {
      sku: "DAI-TOAST-900-S",
      values: ["900g 整条", "切片"],
      price: "39.90",
      stock: 26,
      weight: 980,
    },
  ],
};

const butterCroissants: CatalogProduct = {
  handle: "butter-croissants",
  title: "黄油可颂",
  subtitle: "二十七层酥皮，一口掉渣",
  description:
    "选用天然发酵黄油，手工折叠二十七层，烤至金黄，外壳酥到掉渣，内里是湿润的蜂窝。收到后 180℃ 复烤四分钟，风味最佳。常温当天食用，冷冻可存十四天。",
  options: [{ title: "数量", values: ["2 枚", "4 枚", "8 枚"] }],
  variants: [
    { sku: "DAI-CROISSANT-2", values: ["2 枚"], price: "15.80", stock: 90, weight: 190 },
    { sku: "DAI-CROISSANT-4", values: ["4 枚"], price: "29.80", stock: 65, weight: 360 },
    { sku: "DAI-CROISSANT-8", values: ["8 枚"], price: "56.80", stock: 3, weight: 700 },
  ],
};

export const dairyAndBakery: CatalogCategory = {
  handle: "dairy-and-bakery",
  name: "乳品烘焙",
  description: "牧场鲜奶与现烤面包，给早餐多一点仪式感。",
  products: [pasteurizedFreshMilk, greekYogurt, hokkaidoMilkToast, butterCroissants],
};
