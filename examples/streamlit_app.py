"""A page of Streamlit over the service: streamlit run streamlit_app.py. Paste SMILES, see and download predictions."""

import json
import os
import urllib.request

import streamlit as st

URL = os.environ.get("GRAPHSAM_URL", "http://localhost:8080")
HEADERS = {"Content-Type": "application/json", "X-API-Key": os.environ.get("GRAPHSAM_KEY", "")}


def predict(smiles):
    body = json.dumps({"smiles": smiles}).encode()
    request = urllib.request.Request(f"{URL}/predict", body, HEADERS)
    with urllib.request.urlopen(request) as answer:
        predictions = json.load(answer)["predictions"]
    return [{"smiles": each["smiles"], **(each["values"] or {}), "reason": each["reason"]} for each in predictions]


st.title("Predictions of molecules")
text = st.text_area("SMILES, one a line", "CCO\nc1ccccc1")
if st.button("Predict"):
    st.dataframe(predict([line for line in text.split("\n") if line.strip()]))
