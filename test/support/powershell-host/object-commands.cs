using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>A property to show or to sort by: a name, which may hold wildcards, or a calculation with or without a name.</summary>
internal sealed class Chosen
{
    private readonly string? name;
    private readonly ScriptBlock? calculation;
    private readonly string? pattern;

    public bool? IsDescending { get; }

    public Chosen(object given)
    {
        given = given is PSObject wrapped ? wrapped.BaseObject : given;
        if (given is IDictionary table)
        {
            var byName = table.Keys.Cast<object>().ToDictionary(
                key => key.ToString() ?? "", key => table[key], StringComparer.OrdinalIgnoreCase);
            name = (byName.GetValueOrDefault("Name") ?? byName.GetValueOrDefault("Label"))?.ToString();
            given = byName.GetValueOrDefault("Expression") ?? name ?? "";
            if (byName.GetValueOrDefault("Descending") is { } descending) IsDescending = LanguagePrimitives.IsTrue(descending);
        }
        calculation = given as ScriptBlock;
        pattern = calculation is null ? LanguagePrimitives.ConvertTo<string>(given) : null;
    }

    /// <summary>Name and value of each property that is meant; one with null where the object has none of that name.</summary>
    public IEnumerable<(string Name, object? Value)> Of(PSObject of)
    {
        if (calculation is not null) return [(name ?? calculation.ToString(), Calculate(of, calculation))];
        var found = of.Properties.Match(pattern);
        if (found.Count == 0) return WildcardPattern.ContainsWildcardCharacters(pattern) ? [] : [(name ?? pattern!, null)];
        return found.Select(property => (found.Count == 1 && name is not null ? name : property.Name, (object?)property.Value));
    }

    private static object? Calculate(PSObject of, ScriptBlock calculation)
    {
        var results = calculation.InvokeWithContext(null, [new PSVariable("_", of)]);
        return results.Count switch { 0 => null, 1 => results[0], _ => results.ToArray() };
    }
}

/// <summary>Select-Object</summary>
[Cmdlet(VerbsCommon.Select, "Object")]
public sealed class SelectObjectCommand : PSCmdlet
{
    private readonly List<PSObject> kept = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public object[] Property { get; set; } = [];

    [Parameter]
    public string[] ExcludeProperty { get; set; } = [];

    [Parameter]
    public string? ExpandProperty { get; set; }

    [Parameter, ValidateRange(0, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    [Parameter, ValidateRange(0, int.MaxValue)]
    public int Last { get; set; } = int.MaxValue;

    [Parameter, ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    [Parameter]
    public SwitchParameter Unique { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is not null) kept.Add(InputObject);
    }

    protected override void EndProcessing()
    {
        var chosen = kept.Skip(Skip).Take(First);
        if (Last != int.MaxValue) chosen = chosen.TakeLast(Last);
        var shaped = chosen.SelectMany(Shape);
        foreach (var result in Unique ? Distinct(shaped) : shaped) WriteObject(result);
    }

    private IEnumerable<object?> Shape(PSObject of)
    {
        if (ExpandProperty is not null) return Expand(of, ExpandProperty);
        if (Property.Length == 0 && ExcludeProperty.Length == 0) return [of];
        var made = new PSObject();
        var excluded = ExcludeProperty.Select(text => new WildcardPattern(text, WildcardOptions.IgnoreCase)).ToList();
        foreach (var (name, value) in (Property.Length == 0 ? ["*"] : Property).SelectMany(given => new Chosen(given).Of(of)))
        {
            if (!excluded.Exists(pattern => pattern.IsMatch(name)) && made.Properties[name] is null)
            {
                made.Properties.Add(new PSNoteProperty(name, value));
            }
        }
        return [made];
    }

    private IEnumerable<object?> Expand(PSObject of, string name)
    {
        if (of.Properties[name] is not { } property)
        {
            WriteError(new ErrorRecord(
                new PSArgumentException($"Property \"{name}\" cannot be found."),
                "ExpandPropertyNotFound", ErrorCategory.InvalidArgument, of));
            return [];
        }
        return LanguagePrimitives.GetEnumerable(property.Value)?.Cast<object?>() ?? [property.Value];
    }

    private static IEnumerable<object?> Distinct(IEnumerable<object?> all)
    {
        var seen = new List<object?>();
        foreach (var one in all)
        {
            if (seen.Exists(other => LanguagePrimitives.Equals(one, other))) continue;
            seen.Add(one);
            yield return one;
        }
    }
}

/// <summary>Sort-Object: stable.</summary>
[Cmdlet("Sort", "Object")]
public sealed class SortObjectCommand : PSCmdlet
{
    private readonly List<PSObject> all = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public object[] Property { get; set; } = [];

    [Parameter]
    public SwitchParameter Descending { get; set; }

    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    [Parameter]
    public SwitchParameter Unique { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is not null) all.Add(InputObject);
    }

    protected override void EndProcessing()
    {
        var keys = Property.Select(given => new Chosen(given)).ToList();
        var order = Comparer<object?[]>.Create((left, right) => Compare(keys, left, right));
        var sorted = all.Select(one => (One: one, Keys: KeysOf(keys, one))).OrderBy(pair => pair.Keys, order).ToList();
        for (var at = 0; at < sorted.Count; at++)
        {
            if (Unique && at > 0 && order.Compare(sorted[at - 1].Keys, sorted[at].Keys) == 0) continue;
            WriteObject(sorted[at].One);
        }
    }

    private static object?[] KeysOf(List<Chosen> keys, PSObject one) =>
        keys.Count == 0 ? [one.BaseObject] : keys.Select(key => key.Of(one).Select(pair => pair.Value).FirstOrDefault()).ToArray();

    private int Compare(List<Chosen> keys, object?[] left, object?[] right)
    {
        for (var at = 0; at < left.Length; at++)
        {
            if (!LanguagePrimitives.TryCompare(left[at], right[at], !CaseSensitive, out var order))
            {
                order = string.Compare(left[at]?.ToString(), right[at]?.ToString(), StringComparison.CurrentCultureIgnoreCase);
            }
            if (order != 0) return (at < keys.Count ? keys[at].IsDescending : null) ?? Descending ? -order : order;
        }
        return 0;
    }
}

/// <summary>Measure-Object: how many there are, and of one property the sum and the ends.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Object")]
public sealed class MeasureObjectCommand : PSCmdlet
{
    private readonly List<object?> values = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public string? Property { get; set; }

    [Parameter]
    public SwitchParameter Sum { get; set; }

    [Parameter]
    public SwitchParameter Maximum { get; set; }

    [Parameter]
    public SwitchParameter Minimum { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is null) return;
        if (Property is null) values.Add(InputObject.BaseObject);
        else if (InputObject.Properties[Property] is { } property) values.Add(property.Value);
    }

    protected override void EndProcessing()
    {
        var made = new PSObject();
        made.Properties.Add(new PSNoteProperty("Count", values.Count));
        made.Properties.Add(new PSNoteProperty("Sum", Sum ? values.Sum(LanguagePrimitives.ConvertTo<double>) : null));
        made.Properties.Add(new PSNoteProperty("Maximum", Maximum ? Best(1) : null));
        made.Properties.Add(new PSNoteProperty("Minimum", Minimum ? Best(-1) : null));
        made.Properties.Add(new PSNoteProperty("Property", Property));
        WriteObject(made);
    }

    private object? Best(int sign) =>
        values.Count == 0 ? null : values.Aggregate((best, next) => sign * LanguagePrimitives.Compare(next, best) > 0 ? next : best);
}

/// <summary>Add-Member: properties made of notes or scripts, and methods.</summary>
[Cmdlet(VerbsCommon.Add, "Member", DefaultParameterSetName = "Typed")]
public sealed class AddMemberCommand : PSCmdlet
{
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = new();

    [Parameter(ParameterSetName = "Typed", Mandatory = true, Position = 0), Alias("Type")]
    public PSMemberTypes MemberType { get; set; }

    [Parameter(ParameterSetName = "Typed", Mandatory = true, Position = 1)]
    public string Name { get; set; } = "";

    [Parameter(ParameterSetName = "Typed", Position = 2)]
    public object? Value { get; set; }

    [Parameter(ParameterSetName = "Note", Mandatory = true)]
    public string NotePropertyName { get; set; } = "";

    [Parameter(ParameterSetName = "Note", Mandatory = true), AllowNull]
    public object? NotePropertyValue { get; set; }

    [Parameter(ParameterSetName = "Notes", Mandatory = true)]
    public IDictionary NotePropertyMembers { get; set; } = new Hashtable();

    [Parameter]
    public string? TypeName { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var member in Made())
        {
            if (Force) InputObject.Members.Remove(member.Name);
            InputObject.Members.Add(member);
        }
        if (TypeName is not null) InputObject.TypeNames.Insert(0, TypeName);
        if (PassThru) WriteObject(InputObject);
    }

    private IEnumerable<PSMemberInfo> Made()
    {
        if (ParameterSetName == "Note") return [new PSNoteProperty(NotePropertyName, NotePropertyValue)];
        if (ParameterSetName == "Notes")
        {
            return NotePropertyMembers.Keys.Cast<object>().Select(key => new PSNoteProperty(key.ToString(), NotePropertyMembers[key]));
        }
        return MemberType switch
        {
            PSMemberTypes.NoteProperty => [new PSNoteProperty(Name, Value)],
            PSMemberTypes.ScriptProperty => [new PSScriptProperty(Name, Script())],
            PSMemberTypes.ScriptMethod => [new PSScriptMethod(Name, Script())],
            _ => throw new PSArgumentException($"Members of the type {MemberType} are not known here."),
        };
    }

    private ScriptBlock Script() => LanguagePrimitives.ConvertTo<ScriptBlock>(Value);
}
