import { Modules } from "@medusajs/framework/utils";
import {
  createStep,
  createWorkflow,
  StepResponse,
  transform,
} from "@medusajs/framework/workflows-sdk";
import { invariantBroken, systemClock } from "@mall/kernel";
import type { MiniProgramPhone, PhoneCode } from "@mall/wechat";
import { WECHAT_AUTH_MODULE } from "../modules/wechat-auth";
import { displayPhone } from "../modules/wechat-auth/rules";
import type { WechatAuthModuleService } from "../modules/wechat-auth/service";

export interface BindPhoneInput {
  customer_id: string;
  code: PhoneCode;
}

/** Exchanges the code, or remembers what this customer proved with it a moment ago. */
export const exchangePhoneCodeStep = createStep(
  "exchange-wechat-phone-code",
  async (
    input: { code: PhoneCode | undefined; customer_id?: string | undefined },
    { container },
  ) => {
    if (input.code === undefined) throw invariantBroken("A phone code is needed");
    const service = container.resolve<WechatAuthModuleService>(WECHAT_AUTH_MODULE);
    const known =
      input.customer_id === undefined
        ? undefined
        : await service.phoneProvenBy(input.customer_id, input.code);
    return new StepResponse(known ?? (await service.exchangePhoneCode(input.code)));
  },
);

interface BindInput {
  customer_id: string;
  code: PhoneCode | undefined;
  phone: MiniProgramPhone | undefined;
}

/** The last step of its workflows: when the number is another's, everything before is undone. */
export const bindPhoneStep = createStep(
  "bind-wechat-phone",
  async ({ customer_id, code, phone }: BindInput, { container }) => {
    if (code === undefined || phone === undefined)
      throw invariantBroken("A verified phone is needed");
    const service = container.resolve<WechatAuthModuleService>(WECHAT_AUTH_MODULE);
    await service.bindPhone(customer_id, phone, code, systemClock.now());
    await container.resolve(Modules.CUSTOMER).updateCustomers(customer_id, {
      phone: displayPhone(phone.countryCode, phone.purePhoneNumber),
    });
    return new StepResponse(undefined);
  },
);

/** Binds the phone number behind a getPhoneNumber code to a customer who is logged in. */
export const bindPhoneWorkflow = createWorkflow("bind-wechat-phone", (input: BindPhoneInput) => {
  const phone = exchangePhoneCodeStep(input);
  bindPhoneStep(
    transform({ input, phone }, (data) => ({
      customer_id: data.input.customer_id,
      code: data.input.code,
      phone: data.phone,
    })),
  );
});
