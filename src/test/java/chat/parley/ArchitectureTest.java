package chat.parley;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.Deployable;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.NetServer;

/** Who may import whom: the design as a test. */
@AnalyzeClasses(packages = "chat.parley", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "chat.parley.";

    @ArchTest
    static final ArchRule model_knowsNothingOfOurs = only("model");

    @ArchTest
    static final ArchRule bus_knowsModelAlone = only("bus", "model");

    @ArchTest
    static final ArchRule protocol_knowsModelAlone = only("protocol", "model");

    @ArchTest
    static final ArchRule config_knowsModelAlone = only("config", "model");

    @ArchTest
    static final ArchRule crypto_knowsModelAlone = only("crypto", "model");

    @ArchTest
    static final ArchRule bridge_knowsNoService = only("bridge", "bus", "protocol", "model", "config", "crypto");

    @ArchTest
    static final ArchRule users_knowsNoSocketsAndNoOtherService = only("users", "bus", "model", "config", "crypto");

    @ArchTest
    static final ArchRule routing_knowsNoSocketsAndNoOtherService = only("routing", "bus", "model", "config", "crypto");

    @ArchTest
    static final ArchRule log_knowsNoSocketsAndNoOtherService = only("log", "bus", "model", "config", "crypto");

    @ArchTest
    static final ArchRule files_knowsNoSocketsAndNoOtherService = only("files", "bus", "model", "config", "crypto");

    @ArchTest
    static final ArchRule onlyBusUsesTheEventBus = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "bus..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(EventBus.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx.core.eventbus..");

    @ArchTest
    static final ArchRule onlyDoorsOpenServerSockets = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "bridge..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(NetServer.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(HttpServer.class);

    @ArchTest
    static final ArchRule servicesShowTheirVerticleAlone = classes()
            .that()
            .resideInAnyPackage(ROOT + "users..", ROOT + "routing..", ROOT + "log..", ROOT + "files..")
            .and()
            .arePublic()
            .and()
            .doNotHaveSimpleName("package-info")
            .should()
            .beAssignableTo(Deployable.class);

    private static ArchRule only(String part, String... others) {
        String[] allowed = new String[others.length + 1];
        allowed[0] = ROOT + part + "..";
        for (int i = 0; i < others.length; i++) {
            allowed[i + 1] = ROOT + others[i] + "..";
        }
        return noClasses()
                .that()
                .resideInAPackage(ROOT + part + "..")
                .should()
                .dependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "ours, beyond " + String.join(", ", others),
                        type -> type.getPackageName().startsWith("chat.parley")
                                && java.util.Arrays.stream(allowed)
                                        .map(name -> name.replace("..", ""))
                                        .noneMatch(name -> type.getPackageName().equals(name)
                                                || type.getPackageName().startsWith(name + "."))))
                .allowEmptyShould(true);
    }
}
