package chat.parley.console;

import chat.parley.model.Secret;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** How somebody comes in, when there is no token of an earlier time. */
public sealed interface Login {
    /** The method that is called for it. */
    String method();

    ObjectNode params();

    /** Under a name that is free. */
    record Guest(String name) implements Login {
        @Override
        public String method() {
            return "login";
        }

        @Override
        public ObjectNode params() {
            return Json.object().put("guest", name);
        }
    }

    /** With an account. */
    record Account(String name, Secret password) implements Login {
        @Override
        public String method() {
            return "login";
        }

        @Override
        public ObjectNode params() {
            return Json.object().put("name", name).put("password", password.value());
        }
    }

    /** Makes an account. */
    record Register(String name, Secret password, Optional<Secret> invite) implements Login {
        @Override
        public String method() {
            return "register";
        }

        @Override
        public ObjectNode params() {
            ObjectNode params = Json.object().put("name", name).put("password", password.value());
            invite.ifPresent(token -> params.put("invite", token.value()));
            return params;
        }
    }

    /** Sets a new password, by the link that an administrator gave. */
    record Reset(Secret link, Secret password) implements Login {
        @Override
        public String method() {
            return "reset";
        }

        @Override
        public ObjectNode params() {
            return Json.object().put("token", link.value()).put("password", password.value());
        }
    }

    /** What to come in with the next time, when the token is void. */
    default Optional<Login> again(String name) {
        if (this instanceof Register register) {
            return Optional.of(new Account(name, register.password()));
        }
        if (this instanceof Reset reset) {
            return Optional.of(new Account(name, reset.password()));
        }
        return Optional.of(this instanceof Guest ? new Guest(name) : this);
    }

    /** The last part of the address of an invitation or a reset, or that part alone. */
    static Secret token(String link) {
        String typed = link.strip();
        return new Secret(typed.substring(typed.lastIndexOf('/') + 1));
    }
}
