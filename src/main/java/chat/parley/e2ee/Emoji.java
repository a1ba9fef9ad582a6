package chat.parley.e2ee;

import java.util.List;

/** The 64 pictures that two screens show for people to compare (section 5.5). */
public record Emoji(String picture, String name) {
    private static final String ALL = "🐶 dog,🐱 cat,🦁 lion,🐴 horse,🦄 unicorn,🐷 pig,🐘 elephant,🐰 rabbit,"
            + "🐼 panda,🐔 rooster,🐧 penguin,🐢 turtle,🐟 fish,🐙 octopus,🦋 butterfly,🌷 flower,"
            + "🌳 tree,🌵 cactus,🍄 mushroom,🌍 globe,🌙 moon,☁️ cloud,🔥 fire,🍌 banana,"
            + "🍎 apple,🍓 strawberry,🌽 corn,🍕 pizza,🎂 cake,❤️ heart,😀 smiley,🤖 robot,"
            + "🎩 hat,👓 glasses,🔧 spanner,🎅 santa,👍 thumbs up,☂️ umbrella,⌛ hourglass,⏰ clock,"
            + "🎁 gift,💡 light bulb,📕 book,✏️ pencil,📎 paperclip,✂️ scissors,🔒 lock,🔑 key,"
            + "🔨 hammer,☎️ telephone,🏁 flag,🚂 train,🚲 bicycle,✈️ aeroplane,🚀 rocket,🏆 trophy,"
            + "⚽ ball,🎸 guitar,🎺 trumpet,🔔 bell,⚓ anchor,🎧 headphones,📁 folder,📌 pin";

    private static final List<Emoji> LIST = List.of(ALL.split(",")).stream()
            .map(both -> new Emoji(both.substring(0, both.indexOf(' ')), both.substring(both.indexOf(' ') + 1)))
            .toList();

    /** Seven out of the first 42 bits. */
    static List<Integer> numbers(byte[] bytes) {
        long bits = 0;
        for (int i = 0; i < 6; i++) {
            bits = (bits << 8) | (bytes[i] & 0xff);
        }
        long all = bits;
        return List.of(0, 1, 2, 3, 4, 5, 6).stream()
                .map(i -> (int) ((all >>> (42 - 6 * i)) & 63))
                .toList();
    }

    static Emoji of(int number) {
        return LIST.get(number);
    }
}
