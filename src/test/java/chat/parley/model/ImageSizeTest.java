package chat.parley.model;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.support.Images;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSizeTest {
    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif"})
    void of_imageOfAnotherProgram_itsSize(String format) throws Exception {
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(640, 401, BufferedImage.TYPE_INT_RGB), format, image);
        assertThat(ImageSize.of(image.toByteArray())).isEqualTo(new ImageSize(640, 401));
    }

    static List<byte[]> heads() {
        return List.of(
                Images.png(12_000, 9_000),
                Images.jpeg(0, 12_000, 9_000),
                Images.jpeg(200_000, 12_000, 9_000),
                Images.gif(12_000, 9_000, 10, 10),
                Images.gif(10, 10, 12_000, 9_000),
                Images.webp(12_000, 9_000),
                Images.webpOfOnePicture(12_000, 9_000),
                Images.webpWithoutLoss(12_000, 9_000),
                Images.avif(12_000, 9_000));
    }

    @ParameterizedTest
    @MethodSource("heads")
    void of_anyFormat_itsSize_andOfLessNothing(byte[] head) {
        assertThat(ImageSize.of(head)).isEqualTo(new ImageSize(12_000, 9_000));
        for (int length = 0; length < head.length; length += length < 1000 ? 1 : 997) {
            assertThat(ImageSize.of(Arrays.copyOf(head, length)))
                    .as("of %d bytes", length)
                    .isIn(null, new ImageSize(12_000, 9_000));
        }
    }

    @Test
    void pixels_sizesBeyondAnyNumber_areMany() {
        assertThat(ImageSize.of(Images.png(0xffff_ffffL, 0xffff_ffffL)))
                .extracting(ImageSize::pixels)
                .isEqualTo(Long.MAX_VALUE);
        assertThat(ImageSize.of(Images.png(0, 10))).isNull();
    }

    /** Whatever somebody uploads under an image's first bytes: it ends, and breaks nothing. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void of_noise_endsWithoutAnError(long seed) {
        Random random = new Random(seed);
        for (byte[] head : heads()) {
            for (int i = 0; i < 500; i++) {
                byte[] noise = head.clone();
                for (int j = random.nextInt(8); j >= 0; j--) {
                    noise[random.nextInt(noise.length)] = (byte) random.nextInt();
                }
                ImageSize size = ImageSize.of(noise);
                assertThat(size == null || size.pixels() > 0).isTrue();
            }
        }
    }
}
