using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Numerics;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Microsoft.PowerShell.Commands;

/// <summary>
/// ConvertTo-Json of PowerShell 7 with the parameters that Windows PowerShell has too: what lies deeper than -Depth becomes
/// text, with a warning.
/// </summary>
[Cmdlet(VerbsData.ConvertTo, "Json")]
[OutputType(typeof(string))]
public sealed class ConvertToJsonCommand : PSCmdlet
{
    private readonly List<object?> given = [];
    private bool isCut;

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true), AllowNull]
    public object? InputObject { get; set; }

    [Parameter, ValidateRange(0, 100)]
    public int Depth { get; set; } = 2;

    [Parameter]
    public SwitchParameter Compress { get; set; }

    protected override void ProcessRecord() => given.Add(InputObject);

    protected override void EndProcessing()
    {
        if (given.Count == 0) return;
        var whole = Plain(given.Count == 1 ? given[0] : given, 0);
        WriteObject(JsonConvert.SerializeObject(whole, Compress ? Formatting.None : Formatting.Indented));
        if (isCut) WriteWarning($"Resulting JSON is truncated as serialization has exceeded the set depth of {Depth}.");
    }

    private object? Plain(object? value, int depth)
    {
        var wrapper = value as PSObject;
        if (wrapper is not null) value = wrapper.BaseObject;
        if (value is null or DBNull || value == System.Management.Automation.Language.NullString.Value) return null;
        if (value is string or char or bool or DateTime or DateTimeOffset or Guid or Uri or BigInteger or decimal or JToken) return value;
        if (value is Enum number) return Convert.ChangeType(number, Enum.GetUnderlyingType(number.GetType()));
        if (value.GetType().IsPrimitive) return value;
        if (depth > Depth)
        {
            isCut = true;
            return LanguagePrimitives.ConvertTo<string>((object?)wrapper ?? value);
        }
        if (value is IDictionary table) return OfTable(table, depth);
        if (value is IEnumerable list) return list.Cast<object?>().Select(item => Plain(item, depth + 1)).ToList();
        return OfProperties(wrapper ?? PSObject.AsPSObject(value), depth);
    }

    private Dictionary<string, object?> OfTable(IDictionary table, int depth)
    {
        var made = new Dictionary<string, object?>();
        foreach (DictionaryEntry entry in table)
        {
            if (entry.Key is not string name)
            {
                throw new PSInvalidOperationException("The type of a dictionary is not supported: keys must be strings.");
            }
            made.Add(name, Plain(entry.Value, depth + 1));
        }
        return made;
    }

    private Dictionary<string, object?> OfProperties(PSObject of, int depth)
    {
        var made = new Dictionary<string, object?>();
        foreach (var property in of.Properties) made[property.Name] = Plain(ValueOf(property), depth + 1);
        return made;
    }

    private static object? ValueOf(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }
}

/// <summary>
/// ConvertFrom-Json of PowerShell 7 with the parameter that Windows PowerShell has too. Like the real one it makes a date of
/// every text that looks like one, and 64-bit numbers.
/// </summary>
[Cmdlet(VerbsData.ConvertFrom, "Json")]
public sealed class ConvertFromJsonCommand : PSCmdlet
{
    private readonly List<string> given = [];

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true), AllowEmptyString]
    public string InputObject { get; set; } = "";

    protected override void ProcessRecord() => given.Add(InputObject);

    protected override void EndProcessing()
    {
        var text = string.Join(Environment.NewLine, given);
        if (string.IsNullOrWhiteSpace(text)) return;
        try
        {
            WriteObject(JsonText.Parse(text), enumerateCollection: true);
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            var wrapped = new ArgumentException($"Conversion from JSON failed with error: {error.Message}", error);
            ThrowTerminatingError(new ErrorRecord(wrapped, wrapped.GetType().FullName, ErrorCategory.NotSpecified, null));
        }
    }
}

/// <summary>JSON as objects of PowerShell.</summary>
internal static class JsonText
{
    public static object? Parse(string text)
    {
        var settings = new JsonSerializerSettings
        {
            TypeNameHandling = TypeNameHandling.None,
            MetadataPropertyHandling = MetadataPropertyHandling.Ignore,
            MaxDepth = 1024,
        };
        return Made(JsonConvert.DeserializeObject<JToken>(text, settings));
    }

    private static object? Made(JToken? token) => token switch
    {
        JObject table => OfTable(table),
        JArray list => list.Select(Made).ToArray(),
        JValue value => value.Value,
        _ => null,
    };

    private static PSObject OfTable(JObject table)
    {
        var made = new PSObject();
        foreach (var (name, value) in table)
        {
            if (name == "") throw new ArgumentException("The provided JSON includes a property whose name is an empty string.");
            if (made.Properties[name] is { } other)
            {
                throw new ArgumentException($"The JSON string contains the keys '{other.Name}' and '{name}', different in case only.");
            }
            made.Properties.Add(new PSNoteProperty(name, Made(value)));
        }
        return made;
    }
}
