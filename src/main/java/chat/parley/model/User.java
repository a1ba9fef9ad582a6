package chat.parley.model;

/** Who somebody is, as others may see it. */
public record User(UserId id, UserName name, UserKind kind) {}
