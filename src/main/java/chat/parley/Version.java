package chat.parley;

/** What this build calls itself. */
final class Version {
    /** Name and version, as {@code hello} tells it. */
    static final String NAME = "parley/" + number();

    private Version() {}

    private static String number() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
