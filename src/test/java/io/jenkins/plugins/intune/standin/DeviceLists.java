package io.jenkins.plugins.intune.standin;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Lists of devices as Graph sends them, and what was asked for. */
public final class DeviceLists {

    private DeviceLists() {}

    /** Matches looking devices up. */
    public static MappingBuilder search() {
        return get(urlPathMatching("/(v1\\.0|beta)/deviceManagement/managedDevices"));
    }

    /** The id of the n-th device of these lists. */
    public static String id(int n) {
        return "7f1c2a44-1d0e-4b5f-9a86-%012d".formatted(n);
    }

    /** The id in Entra ID of the n-th device of these lists. */
    public static String entraId(int n) {
        return "0d8b5f9e-6a1f-4f0e-9a55-%012d".formatted(n);
    }

    /** The n-th device, called LAPTOP-n. */
    public static String device(int n) {
        return device("LAPTOP-" + n, "SN-" + n, n);
    }

    /** The n-th device, with a name of its own. */
    public static String device(String name, int n) {
        return device(name, "SN-" + n, n);
    }

    /** The n-th device with a session link. */
    public static String deviceWith(String link, int n) {
        return device(n).replaceFirst("}$", ",\"remoteAssistanceSessionUrl\":\"" + link + "\"}");
    }

    private static String device(String name, String serialNumber, int n) {
        return "{\"id\":\"" + id(n) + "\",\"deviceName\":\"" + name + "\",\"serialNumber\":\"" + serialNumber
                + "\",\"azureADDeviceId\":\"" + entraId(n)
                + "\",\"operatingSystem\":\"Windows\",\"userPrincipalName\":\"anna" + n
                + "@contoso.com\",\"lastSyncDateTime\":\"2026-11-20T08:00:00Z\",\"managedDeviceOwnerType\":\"company\"}";
    }

    /** The whole list: the devices from one number to another. */
    public static ResponseDefinitionBuilder list(int from, int to) {
        return page(null, from, to);
    }

    /** The same devices, all with one name. */
    public static ResponseDefinitionBuilder called(String name, int from, int to) {
        return page(null, IntStream.rangeClosed(from, to).mapToObj(n -> device(name, n)));
    }

    /** A page of devices that all have the serial number of the first one, with the address of the next page. */
    public static ResponseDefinitionBuilder alike(String nextLink, int from, int to) {
        return page(nextLink, IntStream.rangeClosed(from, to).mapToObj(n -> device("LAPTOP-" + n, "SN-1", n)));
    }

    /** A page of devices as they are given, each an object. */
    public static ResponseDefinitionBuilder page(String nextLink, String... devices) {
        return page(nextLink, Stream.of(devices));
    }

    /** Those of these devices that a search is for, by whatever property and whether by a value or its beginning. */
    public static ResponseDefinitionBuilder among(List<String> devices) {
        return SearchedDevices.among(devices);
    }

    /** A list without a device. */
    public static ResponseDefinitionBuilder empty() {
        return page(null, 1, 0);
    }

    /** A page of a list, with the address of the next one. */
    public static ResponseDefinitionBuilder page(String nextLink, int from, int to) {
        return page(nextLink, IntStream.rangeClosed(from, to).mapToObj(DeviceLists::device));
    }

    private static ResponseDefinitionBuilder page(String nextLink, Stream<String> devices) {
        return aResponse()
                .withStatus(200)
                .withHeader("Content-Type", "application/json")
                .withBody("{\"@odata.context\":\"x\",\"value\":[" + devices.collect(Collectors.joining(",")) + "]"
                        + (nextLink == null ? "" : ",\"@odata.nextLink\":\"" + nextLink + "\"") + "}");
    }

    /** The searches that arrived, oldest first. */
    public static List<LoggedRequest> searches(StandIn standIn) {
        return standIn.deviceReads().stream()
                .filter(sent -> sent.getUrl().contains("managedDevices?$filter"))
                .toList();
    }

    /** What the searches filtered by, decoded. */
    public static List<String> filters(StandIn standIn) {
        return searches(standIn).stream()
                .map(sent -> sent.queryParameter("$filter").firstValue())
                .toList();
    }
}
