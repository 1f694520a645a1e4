import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Asks with the defaults of Java's HTTP client, which include `Upgrade: h2c`: a health check, then an operation, twice. */
class JavaClient {
  public static void main(String[] arguments) throws Exception {
    var url = arguments[0];
    var client = HttpClient.newHttpClient();
    for (var time = 0; time < 2; time++) {
      var health = HttpRequest.newBuilder(URI.create(url + "/healthz")).build();
      System.out.println(client.send(health, BodyHandlers.ofString()).statusCode());
      var operation = HttpRequest.newBuilder(URI.create(url + "/graphql"))
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"{ __typename }\"}"))
        .build();
      System.out.println(client.send(operation, BodyHandlers.ofString()).body().trim());
    }
  }
}
