# The registry as an image, or with JAR and PORT one of the samples:
#   docker build -t ringmaster-registry .
#   docker build -t ringmaster-orders --build-arg JAR=sample-services/orders/target/orders.jar --build-arg PORT=8080 .
# It needs BuildKit, the default since Docker 23. JARS=target takes the jars that Maven has built outside, the tested ones of
# a release for example, instead of building them.
ARG JAVA_IMAGE=eclipse-temurin:25-jre
ARG MAVEN_IMAGE=maven:3.9-eclipse-temurin-25
ARG JARS=maven

FROM ${MAVEN_IMAGE} AS maven
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/root/.m2/repository mvn -B -ntp -DskipTests package

FROM ${JAVA_IMAGE} AS target
WORKDIR /build
COPY . .

FROM ${JARS} AS jars

FROM ${JAVA_IMAGE} AS layers
ARG JAR=registry-server/target/registry-server.jar
WORKDIR /build
COPY --from=jars /build/${JAR} app.jar
RUN java -Djarmode=tools -jar app.jar extract --layers --destination out

FROM ${JAVA_IMAGE}
ARG PORT=8761
WORKDIR /app
COPY --from=layers /build/out/dependencies/ ./
COPY --from=layers /build/out/spring-boot-loader/ ./
COPY --from=layers /build/out/snapshot-dependencies/ ./
COPY --from=layers /build/out/application/ ./
COPY deploy/java-options ./
RUN --mount=type=bind,source=deploy/first-start,target=/first-start bash /first-start ${PORT}
# What the registry keeps on disk. Mount a volume here, or it goes with the container; the samples keep nothing.
RUN mkdir /data && chown 10001:10001 /data
USER 10001:10001
ENV SERVER_PORT=${PORT} RINGMASTER_SERVER_JOURNAL_DIRECTORY=/data
EXPOSE ${PORT}
# The image has no curl; bash can ask as well, and costs no second JVM.
HEALTHCHECK --interval=2s --timeout=3s --retries=30 --start-period=60s CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/$SERVER_PORT && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && grep -q '\"status\":\"UP\"' <&3"]
ENTRYPOINT ["java", "@java-options", "-XX:AOTCache=app.aot", "-jar", "app.jar"]
