import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ContainerRegistrationKeys, generateJwtToken, Modules } from "@medusajs/framework/utils";
import { loginWithWechatWorkflow } from "../../../../workflows/login";
import type { LoginBody } from "../validators";

/** Logs in with a wx.login code: `{ token, customer, is_new }`. */
export async function POST(req: MedusaRequest<LoginBody>, res: MedusaResponse): Promise<void> {
  const { result } = await loginWithWechatWorkflow(req.scope).run({ input: req.validatedBody });
  const customer = await req.scope.resolve(Modules.CUSTOMER).retrieveCustomer(result.customer_id, {
    select: ["id", "first_name", "last_name", "phone", "created_at"],
  });
  const { http } = req.scope.resolve(ContainerRegistrationKeys.CONFIG_MODULE).projectConfig;
  const token = generateJwtToken(
    {
      actor_id: result.customer_id,
      actor_type: "customer",
      auth_identity_id: result.auth_identity_id,
      auth_provider: "wechat",
      app_metadata: { customer_id: result.customer_id },
      user_metadata: {},
    },
    { secret: http.jwtSecret, expiresIn: http.jwtExpiresIn, jwtOptions: http.jwtOptions },
  );
  res.json({ token, customer, is_new: result.is_new });
}
