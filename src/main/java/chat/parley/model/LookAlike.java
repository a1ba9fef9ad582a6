package chat.parley.model;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.util.Set;

/**
 * What a name looks like: two names with a key in common could be mistaken for each other. Keys are the confusable
 * skeleton (Unicode TR39, section 4) of the name as typed and of its case-folded form.
 */
public final class LookAlike {
    private final SpoofChecker checker = new SpoofChecker.Builder().build();

    public Set<String> of(String name) {
        String typed = Normalizer2.getNFKCInstance().normalize(name).replaceAll("\\s+", " ");
        String folded = fold(typed);
        String asTyped = fold(checker.getSkeleton(typed));
        String asFolded = fold(checker.getSkeleton(folded));
        return asTyped.equals(asFolded) ? Set.of(asTyped) : Set.of(asTyped, asFolded);
    }

    /** Text as it is compared where case does not count. */
    public static String fold(String text) {
        return UCharacter.foldCase(text, true);
    }
}
