package chat.parley.bridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardedTest {
    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of("for=192.0.2.60;proto=http;host=a.example", "192.0.2.60", "http", "a.example"),
                Arguments.of("For=\"[2001:db8:cafe::17]:4711\"", "[2001:db8:cafe::17]:4711", "", ""),
                Arguments.of("for=\"a,b;c\" ; proto=\"https\"", "a,b;c", "https", ""),
                Arguments.of("for=\"with \\\"quotes\\\"\"", "with \"quotes\"", "", ""),
                Arguments.of("nonsense", "", "", ""),
                Arguments.of("=", "", "", ""),
                Arguments.of("for=\"never closed", "\"never closed", "", ""),
                Arguments.of("", "", "", ""));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void parse_oneHop_asRfc7239(String line, String address, String proto, String host) {
        assertThat(Forwarded.parse(List.of(line))).containsExactly(new Forwarded(address, proto, host));
    }

    @Test
    void parse_severalLinesAndHops_farthestFirst() {
        assertThat(Forwarded.parse(List.of("for=1.1.1.1, for=2.2.2.2;proto=https", "for=3.3.3.3")))
                .extracting(Forwarded::address)
                .containsExactly("1.1.1.1", "2.2.2.2", "3.3.3.3");
    }
}
