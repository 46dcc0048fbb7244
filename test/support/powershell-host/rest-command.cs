using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using Newtonsoft.Json;

namespace Microsoft.PowerShell.Commands;

/// <summary>A refusal of the service, under the name that scripts catch.</summary>
public sealed class HttpResponseException(string message, HttpResponseMessage response)
    : HttpRequestException(message, null, response.StatusCode)
{
    public HttpResponseMessage Response { get; } = response;
}

/// <summary>Invoke-RestMethod: JSON comes back as objects, everything else as text.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "RestMethod")]
public sealed class InvokeRestMethodCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource stopped = new();

    [Parameter(Position = 0, Mandatory = true)]
    public Uri? Uri { get; set; }

    [Parameter]
    public string Method { get; set; } = "Get";

    [Parameter]
    public IDictionary Headers { get; set; } = new Hashtable();

    [Parameter(ValueFromPipeline = true)]
    public object? Body { get; set; }

    [Parameter]
    public string? ContentType { get; set; }

    [Parameter]
    public int TimeoutSec { get; set; }

    [Parameter]
    public SwitchParameter UseBasicParsing { get; set; }

    protected override void ProcessRecord()
    {
        using var client = new HttpClient { Timeout = TimeoutSec > 0 ? TimeSpan.FromSeconds(TimeoutSec) : Timeout.InfiniteTimeSpan };
        using var request = Request();
        HttpResponseMessage response;
        try
        {
            response = client.Send(request, stopped.Token);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            ThrowTerminatingError(new ErrorRecord(error, "WebCmdletWebResponseException", ErrorCategory.InvalidOperation, request));
            return;
        }
        Answer(response);
    }

    protected override void StopProcessing() => stopped.Cancel();

    public void Dispose() => stopped.Dispose();

    private HttpRequestMessage Request()
    {
        var request = new HttpRequestMessage(new HttpMethod(Method.ToUpperInvariant()), Uri) { Content = Content() };
        foreach (DictionaryEntry header in Headers)
        {
            var (name, value) = (header.Key.ToString() ?? "", LanguagePrimitives.ConvertTo<string>(header.Value));
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content?.Headers.TryAddWithoutValidation(name, value);
        }
        return request;
    }

    private HttpContent? Content()
    {
        var body = Body is PSObject wrapped ? wrapped.BaseObject : Body;
        if (body is null) return null;
        if (body is IDictionary form)
        {
            return new FormUrlEncodedContent(form.Keys.Cast<object>().ToDictionary(
                key => key.ToString() ?? "", key => LanguagePrimitives.ConvertTo<string>(form[key])));
        }
        var content = new ByteArrayContent(body as byte[] ?? Encoding.UTF8.GetBytes(LanguagePrimitives.ConvertTo<string>(body)));
        var type = ContentType ?? (Method.Equals("Post", StringComparison.OrdinalIgnoreCase) ? "application/x-www-form-urlencoded" : null);
        if (type is not null) content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }

    private void Answer(HttpResponseMessage response)
    {
        var text = response.Content.ReadAsStringAsync(stopped.Token).GetAwaiter().GetResult();
        if (!response.IsSuccessStatusCode)
        {
            var status = (int)response.StatusCode;
            var error = new HttpResponseException($"Response status code does not indicate success: {status} ({response.ReasonPhrase}).", response);
            ThrowTerminatingError(new ErrorRecord(error, "WebCmdletWebResponseException", ErrorCategory.InvalidOperation, response)
            {
                ErrorDetails = text == "" ? null : new ErrorDetails(text),
            });
        }
        // An array comes as one object, as from the real one.
        WriteObject(Parsed(response, text), enumerateCollection: false);
        response.Dispose();
    }

    private static object? Parsed(HttpResponseMessage response, string text)
    {
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        if (!type.EndsWith("json", StringComparison.OrdinalIgnoreCase)) return text;
        try
        {
            return JsonText.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
