# syntax=docker/dockerfile:1
# The same steps as the Makefile's: hashed requirements, then the package without its dependencies.
FROM python:3.11-slim AS build
WORKDIR /src
RUN python -m venv /opt/venv
COPY requirements.lock pyproject.toml README.md ./
RUN /opt/venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
COPY monitor ./monitor
RUN /opt/venv/bin/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps .
# Keeps what is made of the rules in the image, whose root is read-only later.
RUN echo . | /opt/venv/bin/advert-monitor assess - >/dev/null

FROM python:3.11-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && install --directory --owner=10001 --group=10001 --mode=0700 /data
COPY --from=build /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 ADVERT_MONITOR_CONFIG=/config
USER 10001:10001
VOLUME /data
WORKDIR /data
# Unhealthy when no run has ended well for longer than the slowest source's period twice over.
HEALTHCHECK --interval=5m --timeout=10s --start-period=10m \
    CMD ["advert-monitor", "sources", "--fresh"]
CMD ["advert-monitor", "serve"]
