package chat.parley.console;

/** Why a script's command did not do what it was asked: an exit code and a sentence for standard error. */
final class ScriptFailure extends Exception {
    private final ExitCode code;

    ScriptFailure(ExitCode code, String sentence) {
        super(sentence, null, false, false);
        this.code = code;
    }

    ExitCode code() {
        return code;
    }
}
