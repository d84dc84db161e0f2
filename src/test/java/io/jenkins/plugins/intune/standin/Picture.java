package io.jenkins.plugins.intune.standin;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;

/** A picture of a page, made small enough for documentation. */
public final class Picture {

    private static final int COLOURS = 256;

    /** Colours that are this near to each other look alike: some 8 in each part. */
    private static final int ALIKE = 3 * 8 * 8;

    private Picture() {}

    /**
     * Writes a picture as a PNG with a palette. Pages have few colours, but letters have soft edges in many; each takes
     * the nearest of those that are met most often and differ from each other.
     *
     * @param png what the browser made
     * @param file where it goes; its folder is made
     */
    public static void write(byte[] png, Path file) throws IOException {
        BufferedImage page = ImageIO.read(new ByteArrayInputStream(png));
        int[] palette = palette(page);
        BufferedImage small =
                new BufferedImage(page.getWidth(), page.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model(palette));
        Map<Integer, Integer> nearest = new HashMap<>();
        for (int y = 0; y < page.getHeight(); y++) {
            for (int x = 0; x < page.getWidth(); x++) {
                int index = nearest.computeIfAbsent(page.getRGB(x, y), colour -> nearest(palette, colour));
                small.getRaster().setSample(x, y, 0, index);
            }
        }
        Files.createDirectories(file.getParent());
        ImageIO.write(small, "png", file.toFile());
    }

    private static int[] palette(BufferedImage page) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int y = 0; y < page.getHeight(); y++) {
            for (int x = 0; x < page.getWidth(); x++) {
                counts.merge(page.getRGB(x, y), 1, Integer::sum);
            }
        }
        Comparator<Map.Entry<Integer, Integer>> mostOften = Map.Entry.comparingByValue(Comparator.reverseOrder());
        List<Integer> often = counts.entrySet().stream()
                .sorted(mostOften.thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
        // The soft edges of letters are met more often than the colour of a small icon, but resemble each other.
        Set<Integer> palette = new LinkedHashSet<>();
        for (int colour : often) {
            if (palette.size() < COLOURS && palette.stream().noneMatch(other -> distance(other, colour) < ALIKE)) {
                palette.add(colour);
            }
        }
        often.stream().takeWhile(colour -> palette.size() < COLOURS).forEach(palette::add);
        return palette.stream().mapToInt(Integer::intValue).toArray();
    }

    private static IndexColorModel model(int[] palette) {
        return new IndexColorModel(8, palette.length, palette, 0, false, -1, java.awt.image.DataBuffer.TYPE_BYTE);
    }

    private static int nearest(int[] palette, int colour) {
        int best = 0;
        for (int i = 1; i < palette.length; i++) {
            if (distance(palette[i], colour) < distance(palette[best], colour)) {
                best = i;
            }
        }
        return best;
    }

    private static int distance(int one, int other) {
        int sum = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int difference = (one >> shift & 0xff) - (other >> shift & 0xff);
            sum += difference * difference;
        }
        return sum;
    }
}
