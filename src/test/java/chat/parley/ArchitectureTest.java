package chat.parley;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import chat.parley.config.Settings;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.Deployable;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.NetServer;
import java.io.RandomAccessFile;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Who may import whom: the design as a test. */
class ArchitectureTest {
    private static final String ROOT = "chat.parley.";

    private static final ArchRule model_knowsNothingOfOurs = only("model");

    private static final ArchRule bus_knowsModelAlone = only("bus", "model");

    private static final ArchRule protocol_knowsModelAlone = only("protocol", "model");

    private static final ArchRule config_knowsModelAlone = only("config", "model");

    private static final ArchRule crypto_knowsModelAlone = only("crypto", "model");

    private static final ArchRule storage_knowsNothingOfOurs = only("storage");

    private static final ArchRule bridge_knowsNoService =
            only("bridge", "bus", "protocol", "model", "config", "crypto");

    private static final ArchRule users_knowsNoSocketsAndNoOtherService =
            only("users", "bus", "model", "config", "crypto", "storage");

    private static final ArchRule routing_knowsNoSocketsAndNoOtherService =
            only("routing", "bus", "model", "config", "crypto");

    private static final ArchRule log_knowsNoSocketsAndNoOtherService =
            only("log", "bus", "model", "config", "crypto", "storage");

    private static final ArchRule files_knowsNoSocketsAndNoOtherService =
            only("files", "bus", "model", "config", "crypto", "storage");

    private static final ArchRule console_isAClientAndNothingElse =
            only("console", "protocol", "model", "crypto", "e2ee");

    private static final ArchRule e2ee_isPure = only("e2ee", "model", "crypto");

    private static final ArchRule onlyClientsHoldKeys = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "e2ee..", ROOT + "console..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "e2ee..");

    private static final ArchRule onlyBusUsesTheEventBus = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "bus..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(EventBus.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx.core.eventbus..");

    private static final ArchRule onlyStorageMigrates = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "storage..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.flywaydb..");

    private static final ArchRule onlyDoorsOpenServerSockets = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "bridge..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(NetServer.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(HttpServer.class);

    /** So that another store can take the place of the local disk. */
    private static final ArchRule onlyTheLocalDiskTouchesFiles = noClasses()
            .that()
            .resideInAPackage(ROOT + "files..")
            .and()
            .doNotHaveSimpleName("LocalDisk")
            .and()
            .doNotHaveSimpleName("Sqlite")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(java.nio.file.Files.class, java.io.File.class, RandomAccessFile.class);

    private static final ArchRule onlyTheStoreAndCommandsKnowWhereFilesLie = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "files..", ROOT + "config..", "chat.parley")
            .should()
            .callMethod(Settings.Files.class, "store");

    private static final ArchRule servicesShowTheirVerticleAlone = classes()
            .that()
            .resideInAnyPackage(ROOT + "users..", ROOT + "routing..", ROOT + "log..", ROOT + "files..")
            .and()
            .arePublic()
            .and()
            .doNotHaveSimpleName("package-info")
            .should()
            .beAssignableTo(Deployable.class);

    @TestFactory
    Stream<DynamicTest> rules() {
        JavaClasses ours = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("chat.parley");
        return Stream.of(
                        model_knowsNothingOfOurs,
                        bus_knowsModelAlone,
                        protocol_knowsModelAlone,
                        config_knowsModelAlone,
                        crypto_knowsModelAlone,
                        storage_knowsNothingOfOurs,
                        bridge_knowsNoService,
                        users_knowsNoSocketsAndNoOtherService,
                        routing_knowsNoSocketsAndNoOtherService,
                        log_knowsNoSocketsAndNoOtherService,
                        files_knowsNoSocketsAndNoOtherService,
                        console_isAClientAndNothingElse,
                        e2ee_isPure,
                        onlyClientsHoldKeys,
                        onlyBusUsesTheEventBus,
                        onlyStorageMigrates,
                        onlyDoorsOpenServerSockets,
                        onlyTheLocalDiskTouchesFiles,
                        onlyTheStoreAndCommandsKnowWhereFilesLie,
                        servicesShowTheirVerticleAlone)
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(ours)));
    }

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
                .dependOnClassesThat(DescribedPredicate.describe(
                        "ours, beyond " + String.join(", ", others),
                        type -> type.getPackageName().startsWith("chat.parley")
                                && Arrays.stream(allowed)
                                        .map(name -> name.replace("..", ""))
                                        .noneMatch(name -> type.getPackageName().equals(name)
                                                || type.getPackageName().startsWith(name + "."))))
                .allowEmptyShould(true);
    }
}
