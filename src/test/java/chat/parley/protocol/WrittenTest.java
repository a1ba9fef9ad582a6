package chat.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the comparison of the document with the server notices: it guards every example, so it is tested itself. */
class WrittenTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"a":1}                                | {"a":1,"b":2}                              | lacks the field "b"
            {"a":1,"b":2}                          | {"a":1}                                    | has a field "b"
            {"a":1}                                | {"a":"1"}                                  | a: the document has 1
            {"a":null}                             | {"a":1}                                    | a: the document has null
            {"a":{"b":1}}                          | {"a":{"b":2}}                              | a.b: the document has "1"
            {"a":[1]}                              | {"a":[1,2]}                                | a: the document lists 1
            {"a":[1,2]}                            | {"a":[1]}                                  | a: the document lists 2
            {"a":{…}}                              | {"a":[1]}                                  | a: the document has
            {"a":"0a1b2c3d4e0a1b2c3d4e0a1b2c"}     | {"a":"0a1b2c3d4e0a1b2c3d4e0a1b2"}          | a: the document has
            {"a":"0a1b2c3d4e0a1b2c3d4e0a1b2c"}     | {"a":"0A1B2C3D4E0A1B2C3D4E0A1B2C"}         | a: the document has
            {"a":1760000000000}                    | {"a":176000000}                            | a: the document has
            {"a":1760000000000,"b":1760000000000}  | {"a":1760000000001,"b":1760000000002}      | stood for "1760000000001"
            {"a":"no …"}                           | {"a":"yes indeed"}                         | a: the document has
            """)
    void difference_ofAnother_isNamed(String written, String actual, String named) throws Exception {
        assertThat(new Written(written).difference(JSON.readTree(actual), new Placeholders("localhost:1")))
                .contains(named);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"a":1,"b":[true,null]}                | {"b":[true,null],"a":1}
            {"a":…,"b":{…},"c":[1,…]}              | {"a":null,"b":{"d":1},"c":[1,2,3]}
            {"a":"no …!"}                          | {"a":"no way…!"}
            {"a":"http://localhost:8080/x"}        | {"a":"http://localhost:1/x"}
            {"a":"0a1b2c3d4e0a1b2c3d4e0a1b2c","0a1b2c3d4e0a1b2c3d4e0a1b2c":1} | {"a":"zzzzzzzzzzzzzzzzzzzzzzzzzz","zzzzzzzzzzzzzzzzzzzzzzzzzz":1}
            """)
    void difference_ofTheSame_isNone(String written, String actual) throws Exception {
        assertThat(new Written(written).difference(JSON.readTree(actual), new Placeholders("localhost:1")))
                .isNull();
    }
}
