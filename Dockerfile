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
# Half of what a start costs is the best compiler's work for code that will not run often. Ten times as many calls make it begin, which
# a busy server has behind it within seconds.
RUN printf '%s\n' -XX:MaxRAMPercentage=75 -XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000 \
        -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000 > options
# A first start, until it has answered, leaves behind the classes it has loaded and what it has learned of them: the next ones take
# half as long. It is ended as every start is, and writes the file then. A sample has no list of services.
SHELL ["/bin/bash", "-c"]
RUN java @options -XX:AOTCacheOutput=app.aot -Dringmaster.server.journal.directory=/tmp/journal \
        -jar app.jar --server.port=${PORT} > /tmp/first.log 2>&1 & \
    ask() { \
        exec 3<>/dev/tcp/127.0.0.1/${PORT} && printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$1" >&3 \
            && grep -q '^HTTP/1.[01] 200' <&3; \
    }; \
    end="never said that it is ready"; \
    for ((i = 0; i < 240; i++)); do \
        sleep 0.5; \
        if (ask /actuator/health/readiness) 2> /dev/null; then end="did not write it"; break; fi; \
        kill -0 $! 2> /dev/null || break; \
    done; \
    (ask /v1/services) 2> /dev/null; \
    kill $! 2> /dev/null; \
    wait $!; \
    if [[ $end == never* || ! -s app.aot ]]; then \
        cat /tmp/first.log; echo "No app.aot: the first start, whose log is above, $end" >&2; exit 1; \
    fi; \
    rm -rf /tmp/journal /tmp/first.log
# What the registry keeps on disk. Mount a volume here, or it goes with the container; the samples keep nothing.
RUN mkdir /data && chown 10001:10001 /data
USER 10001:10001
ENV SERVER_PORT=${PORT} RINGMASTER_SERVER_JOURNAL_DIRECTORY=/data
EXPOSE ${PORT}
# The image has no curl; bash can ask as well, and costs no second JVM.
HEALTHCHECK --interval=2s --timeout=3s --retries=30 --start-period=60s CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/$SERVER_PORT && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && grep -q '\"status\":\"UP\"' <&3"]
ENTRYPOINT ["java", "@options", "-XX:AOTCache=app.aot", "-jar", "app.jar"]
