# syntax=docker/dockerfile:1
# One image for servers, worker and migrations: what differs is the environment and the command.
ARG NODE_IMAGE=node:22-bookworm-slim

# Only the package.json files, so that the layers that install packages below are made again when
# these change, and not with every change of a source file.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /mall
COPY . .
RUN mkdir /manifests \
  && cp --parents package.json package-lock.json .npmrc */package.json */*/package.json /manifests

FROM ${NODE_IMAGE} AS build
WORKDIR /mall
COPY --from=manifests /manifests ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY . .
RUN npm run build
RUN cd .mall/build && mkdir /manifests \
  && cp --parents package.json package-lock.json .npmrc */package.json */*/package.json /manifests

FROM ${NODE_IMAGE} AS runtime
# Medusa's command line keeps a file of its own below XDG_CONFIG_HOME, and fails where it cannot.
ENV NODE_ENV=production \
    MEDUSA_DISABLE_TELEMETRY=true \
    XDG_CONFIG_HOME=/tmp/.config \
    PORT=9000
WORKDIR /mall
COPY --from=build /manifests ./
# Install scripts are not run: nothing in the tree needs its own, and so none can do harm.
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --ignore-scripts
# Medusa makes these folders when it migrates and they are missing, which it may not do here.
RUN for module in node_modules/@medusajs/*/dist; do mkdir -p "$module/migrations"; done
# Uploaded files: the only folder the server writes to, and a volume in production.
RUN mkdir static && chown node:node static
COPY --from=build /mall/.mall/build ./
USER node
EXPOSE 9000
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=3 \
  CMD ["node", "bin/healthcheck.mjs"]
CMD ["node", "node_modules/@medusajs/cli/cli.js", "start"]
