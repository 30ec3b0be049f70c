package io.ringmaster.server.registry;

import io.ringmaster.model.BeatAnswer;
import io.ringmaster.model.Check;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.model.Revision;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.model.SessionBeat;
import io.ringmaster.time.FakeTicker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A registry on a stage: commands as words, answers as lines, time by hand. */
final class Scenario implements RegistryObserver {

    private static final Duration STEP = Duration.ofMillis(250);

    private final FakeTicker ticker = new FakeTicker();
    private final Map<String, Long> streams = new HashMap<>();
    private final Map<InstanceKey, Doubt> doubts = new HashMap<>();
    private final List<String> lines = new ArrayList<>();
    private Registry registry = create(Map.of());

    private Registry create(Map<String, String> options) {
        ChangeLog log = new ChangeLog(new Revision("e1", 0), 100, Runnable::run);
        RegistrySettings settings = new RegistrySettings(
                Duration.ofSeconds(9),
                duration(options.getOrDefault("settling", "20s")),
                new ProtectionRules(
                        ProtectionPolicy.valueOf(options.getOrDefault("policy", "protect")
                                .replace('-', '_')
                                .toUpperCase(Locale.ROOT)),
                        Map.of("trusting", ProtectionPolicy.FAIL_OPEN, "strict", ProtectionPolicy.FAIL_CLOSED),
                        duration(options.getOrDefault("at-most", "15m"))),
                Integer.parseInt(options.getOrDefault("services", "100")),
                Integer.parseInt(options.getOrDefault("instances", "100")),
                Integer.parseInt(options.getOrDefault("sessions", "100")),
                Integer.parseInt(options.getOrDefault("instances-per-identity", "100")),
                Integer.parseInt(options.getOrDefault("sessions-per-identity", "100")),
                Integer.parseInt(options.getOrDefault("metadata", "1000")));
        return new Registry(new MemoryStore(log), settings, this, ticker.now());
    }

    /** Runs one command and returns what came of it. */
    List<String> run(String command) {
        lines.clear();
        List<String> words = List.of(command.strip().split(" +"));
        List<String> plain = new ArrayList<>();
        Map<String, String> options = new LinkedHashMap<>();
        for (String word : words.subList(1, words.size())) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                options.put(word.substring(0, equals), word.substring(equals + 1));
            } else {
                plain.add(word);
            }
        }
        String answer;
        try {
            answer = run(words.get(0), plain, options);
        } catch (RefusedException e) {
            answer = "refused, " + e.refusal().code() + ": " + e.detail();
        }
        List<String> said = new ArrayList<>();
        if (!answer.isEmpty()) {
            said.addAll(Arrays.asList(answer.split("\n")));
        }
        lines.forEach(line -> said.add("  " + line));
        return said;
    }

    private String run(String verb, List<String> plain, Map<String, String> options) {
        switch (verb) {
            case "registry" -> {
                registry = create(options);
                return "";
            }
            case "register" -> {
                Registered registered = registry.register(claim(key(plain.get(0)), options), ticker.now());
                return (registered.created() ? "created" : "replaced") + ", lease "
                        + registered.lease().ttlSeconds() + "s, renew every "
                        + registered.lease().renewEverySeconds() + "s";
            }
            case "renew" -> {
                registry.renew(key(plain.get(0)), number(options, "incarnation"), actor(options), ticker.now());
                return "renewed";
            }
            case "report" -> {
                registry.reportStatus(
                        key(plain.get(0)),
                        InstanceStatus.valueOf(plain.get(1)),
                        number(options, "incarnation"),
                        actor(options),
                        ticker.now());
                return "noted";
            }
            case "deregister" -> {
                registry.deregister(key(plain.get(0)), number(options, "incarnation"), actor(options), ticker.now());
                return "gone";
            }
            case "override" -> {
                registry.override(key(plain.get(0)), override(options), actor(options), ticker.now());
                return "overridden";
            }
            case "clear" -> {
                registry.clearOverride(key(plain.get(0)), actor(options), ticker.now());
                return "cleared";
            }
            case "beat" -> {
                BeatAnswer answer = registry.beat(plain.get(0), beat(options), actor(options), ticker.now());
                return "beat every " + answer.renewEverySeconds() + "s, register " + answer.register() + ", stale "
                        + answer.stale() + (answer.load() == null ? "" : ", load " + sorted(answer.load()));
            }
            case "open" -> {
                Set<String> services = new TreeSet<>(words(options, "services"));
                streams.put(
                        plain.get(0),
                        registry.streamOpened(options.get("session"), services, actor(options), ticker.now()));
                return "";
            }
            case "close" -> {
                registry.streamClosed(streams.remove(plain.get(0)), !"us".equals(options.get("by")), ticker.now());
                return "";
            }
            case "found" -> {
                registry.found(
                        doubts.get(key(plain.get(0))),
                        Finding.valueOf(plain.get(1).toUpperCase(Locale.ROOT)),
                        ticker.now());
                return "";
            }
            case "drain" -> {
                Drain drain = registry.drain(key(plain.get(0)), ticker.now());
                return drain.instance().status() + " since " + drain.revision() + ", " + drain.watchers()
                        + " watch, waiting for "
                        + drain.waitingFor().stream()
                                .map(Drain.Waiting::session)
                                .toList()
                        + (drain.inFlight() == null ? "" : ", " + drain.inFlight() + " in flight");
            }
            case "protection" -> {
                ProtectionState state = registry.protection(plain.get(0), ticker.now());
                return state.policy()
                        + (state.on() ? " on, " + state.kept() + " kept: " : " off: ")
                        + state.why()
                        + (state.endsWhen() == null ? "" : ". Ends when " + state.endsWhen());
            }
            case "listening" -> {
                registry.listening(ticker.now());
                return "";
            }
            case "advance" -> {
                Instant end = ticker.now().instant().plus(duration(plain.get(0)));
                while (ticker.now().instant().isBefore(end)) {
                    ticker.advance(STEP);
                    registry.expireLapsed(ticker.now());
                }
                return "";
            }
            case "pause" -> {
                ticker.advance(duration(plain.get(0)));
                registry.expireLapsed(ticker.now());
                return "";
            }
            case "clock" -> {
                boolean back = plain.get(0).startsWith("-");
                Duration by = duration(plain.get(0).substring(1));
                ticker.jumpWallClock(back ? by.negated() : by);
                registry.expireLapsed(ticker.now());
                return "";
            }
            case "list" -> {
                return list();
            }
            case "watchers" -> {
                return registry.watchers(plain.get(0)).stream()
                        .map(watcher -> watcher.session() + " " + watcher.application() + " applied "
                                + watcher.applied() + " of " + watcher.services())
                        .sorted()
                        .reduce((a, b) -> a + "\n" + b)
                        .orElse("nobody");
            }
            default -> throw new IllegalArgumentException("no command: " + verb);
        }
    }

    private String list() {
        StringBuilder list =
                new StringBuilder(registry.listing().revision() + (registry.settled() ? "" : " unsettled"));
        for (String name : registry.listing().catalog().serviceNames()) {
            ServiceCatalog service = registry.listing().catalog().service(name);
            list.append('\n')
                    .append(name)
                    .append(": ")
                    .append(service.instances().size());
            for (Instance instance : service.instances()) {
                list.append("\n  ")
                        .append(instance.id())
                        .append(' ')
                        .append(instance.status())
                        .append(" reported=")
                        .append(instance.reported())
                        .append(" observed=")
                        .append(instance.observed())
                        .append(instance.observedCause() == null ? "" : " (" + instance.observedCause() + ")")
                        .append(
                                instance.override() == null
                                        ? ""
                                        : " override=" + instance.override().status())
                        .append(" weight=")
                        .append(instance.effectiveWeight())
                        .append(" at ")
                        .append(instance.registration().endpoint().authority())
                        .append(" since ")
                        .append(Duration.between(FakeTicker.START, instance.statusSince())
                                .toSeconds())
                        .append('s');
            }
        }
        return list.toString();
    }

    private static Claim claim(InstanceKey key, Map<String, String> options) {
        Map<String, String> metadata = new HashMap<>();
        options.forEach((name, value) -> {
            if (name.startsWith("metadata.")) {
                metadata.put(name.substring("metadata.".length()), value);
            }
        });
        return new Claim(
                key,
                null,
                options.getOrDefault("host", "10.0.0.1"),
                Integer.parseInt(options.getOrDefault("port", "8080")),
                options.get("zone"),
                options.containsKey("weight") ? Double.valueOf(options.get("weight")) : null,
                metadata,
                options.containsKey("ttl") ? Integer.valueOf(options.get("ttl")) : null,
                options.containsKey("check") ? new Check(Check.Type.NONE, null) : Check.TCP,
                options.get("session"),
                number(options, "incarnation"),
                options.containsKey("status") ? InstanceStatus.valueOf(options.get("status")) : null,
                actor(options));
    }

    /** Whoever says {@code as} is that identity, and else anybody. */
    private static Actor actor(Map<String, String> options) {
        String from = options.getOrDefault("from", "10.0.0.1");
        String identity = options.get("as");
        return identity == null
                ? Actor.anybody(from)
                : new Actor(identity, from, identity.equals("admin"), (service, host) -> !host.equals("10.9.9.9"));
    }

    private OperatorOverride override(Map<String, String> options) {
        Instant now = ticker.now().instant();
        return new OperatorOverride(
                options.containsKey("status") ? InstanceStatus.valueOf(options.get("status")) : null,
                options.containsKey("weight") ? Double.valueOf(options.get("weight")) : null,
                options.get("reason"),
                "ops",
                now,
                options.containsKey("expires") ? now.plus(duration(options.get("expires"))) : null);
    }

    private static SessionBeat beat(Map<String, String> options) {
        List<SessionBeat.Held> held =
                words(options, "held").stream().map(Scenario::held).toList();
        List<SessionBeat.FailedCall> failed = words(options, "failed").stream()
                .map(word -> word.split("/"))
                .map(part -> new SessionBeat.FailedCall(part[0], part[1]))
                .toList();
        Revision revision = options.containsKey("revision") ? Revision.parse(options.get("revision")) : null;
        return new SessionBeat(options.get("application"), revision, held, failed, words(options, "load-of"));
    }

    /** Reads {@code service/id}, then {@code :incarnation} and {@code @requests in flight} where they are said. */
    private static SessionBeat.Held held(String word) {
        int at = word.indexOf('@');
        String[] parts = (at < 0 ? word : word.substring(0, at)).split("[/:]");
        return new SessionBeat.Held(
                parts[0],
                parts[1],
                parts.length > 2 ? Long.parseLong(parts[2]) : 0,
                at < 0 ? null : Integer.valueOf(word.substring(at + 1)));
    }

    private static Map<String, Map<String, Integer>> sorted(Map<String, Map<String, Integer>> load) {
        Map<String, Map<String, Integer>> sorted = new TreeMap<>();
        load.forEach((service, inFlight) -> sorted.put(service, new TreeMap<>(inFlight)));
        return sorted;
    }

    private static InstanceKey key(String word) {
        int slash = word.indexOf('/');
        return new InstanceKey(word.substring(0, slash), word.substring(slash + 1));
    }

    private static List<String> words(Map<String, String> options, String name) {
        return options.containsKey(name) ? List.of(options.get(name).split(",")) : List.of();
    }

    private static Long number(Map<String, String> options, String name) {
        return options.containsKey(name) ? Long.valueOf(options.get(name)) : null;
    }

    private static Duration duration(String word) {
        boolean millis = word.endsWith("ms");
        return millis
                ? Duration.ofMillis(Long.parseLong(word.substring(0, word.length() - 2)))
                : Duration.parse("PT" + word.toUpperCase(Locale.ROOT));
    }

    @Override
    public void happened(RegistryEvent event) {
        lines.add(event.revision() + " " + event.key() + " " + event.kind() + ": " + event.was() + " -> "
                + event.status() + (event.cause() == null ? "" : " (" + event.cause() + ")")
                + (event.by() == null ? "" : ", by " + event.by() + " from " + event.from()));
    }

    @Override
    public void doubted(Doubt doubt) {
        doubts.put(doubt.instance().key(), doubt);
        lines.add("doubt " + doubt.instance().key() + ", registered from " + doubt.registeredFrom());
    }

    @Override
    public void stoodStill(Duration gap) {
        lines.add("stood still for " + gap.toSeconds() + "s");
    }

    @Override
    public void protectionChanged(String service, ProtectionState state) {
        lines.add(service + " is " + (state.on() ? "" : "no longer ") + "protected, " + state.kept() + " kept");
    }

    @Override
    public void manyStreamsBroke(int broke, int stillOpen) {
        lines.add(broke + " streams broke, " + stillOpen + " are open");
    }
}
