package chat.parley.console;

import chat.parley.model.Secret;

/** Asks for what nobody should see or find later: it is neither shown nor kept among the lines that were typed. */
final class Passwords {
    private final Screen screen;

    Passwords(Screen screen) {
        this.screen = screen;
    }

    Secret present(String question) throws Misuse {
        return new Secret(asked(question));
    }

    /** Typed twice. */
    Secret chosen(String question) throws Misuse {
        String once = asked(question);
        if (!once.equals(asked("Again: "))) {
            throw new Misuse("The two are not the same. Nothing was done.");
        }
        return new Secret(once);
    }

    private String asked(String question) throws Misuse {
        String typed = screen.secret(question);
        if (typed.isEmpty()) {
            throw new Misuse("Nothing was done.");
        }
        return typed;
    }

    /** One of few words, shown while it is typed; empty for none of them. */
    String answer(String question) {
        return screen.ask(question, "").strip();
    }
}
